// Photos are made smaller before they are sent (1600 px), where the browser
// can; the server takes large ones too, and strips what the camera wrote.
on("change", async e => {
  const input = e.target;
  if (!input.matches || !input.matches("input[data-photo]") || !input.files.length) return;
  const note = $("[data-photos]", input.closest(".fd"));
  const files = [...input.files];
  if (note) note.textContent = `已选 ${files.length} 张`;
  if (!window.createImageBitmap || !window.DataTransfer) return;
  try {
    const out = new DataTransfer();
    for (const f of files) out.items.add(await smaller(f));
    input.files = out.files;
  } catch (_) { /* send them as they are */ }
});

async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 4e5) return file;
  const img = await createImageBitmap(file, { imageOrientation: "from-image" });
  const k = Math.min(1, 1600 / Math.max(img.width, img.height));
  const canvas = make("canvas", { width: Math.round(img.width * k), height: Math.round(img.height * k) });
  canvas.getContext("2d").drawImage(img, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", .85));
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}
