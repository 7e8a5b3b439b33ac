package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// ImportFile imports a file from the command line and tells progress how it
// goes. Unless skip is set it is all or nothing: with a single bad row nothing
// is imported, or what was is undone. A file whose import was cut off goes on
// where it was.
func ImportFile(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, path string, limits sheet.Limits, skip bool, progress io.Writer) error {
	b, err := stageFile(ctx, s, a, reg, path, limits, progress)
	if err != nil {
		return err
	}
	fmt.Fprintf(progress, "%s：新增 %d，更新 %d，不变 %d，有问题 %d\n", b.File, b.New, b.Update, b.Same, b.Bad)
	if b.Note != "" {
		fmt.Fprintln(progress, b.Note)
	}
	if err := printBad(ctx, s, a, b, progress); err != nil {
		return err
	}
	if b.Bad > 0 && !skip {
		if b.State == store.Staged {
			err = s.Discard(ctx, a, b.ID)
		} else {
			_, err = s.Undo(ctx, a, b.ID)
		}
		if err != nil {
			return err
		}
		return fault.New(fault.Invalid, "有 %d 行有问题，一行也没有导入；改好再来，或加 --skip 跳过它们", b.Bad)
	}
	if b.New+b.Update == 0 {
		fmt.Fprintln(progress, "没有要导入的行")
		return s.Discard(ctx, a, b.ID)
	}
	staged := b.Bad
	if b, err = applyFile(ctx, s, a, b, progress); err != nil {
		return err
	}
	fmt.Fprintln(progress)
	if b.Bad == staged {
		return nil
	}
	if err := printBad(ctx, s, a, b, progress); err != nil || skip {
		return err
	}
	if _, err := s.Undo(ctx, a, b.ID); err != nil {
		return err
	}
	return fault.New(fault.Invalid, "有 %d 行写入时被拒绝，已整批撤销；改好再来，或加 --skip 跳过它们", b.Bad-staged)
}

// applyFile writes a batch. A process that was killed leaves it taken for some
// seconds, and a server may be going on with it: then it waits.
func applyFile(ctx context.Context, s *store.Store, a *record.Actor, b *store.Batch, progress io.Writer) (*store.Batch, error) {
	for {
		now, err := s.Apply(ctx, a, b.ID, func(done, total int) { fmt.Fprintf(progress, "\r%d / %d", done, total) })
		if !fault.HasCode(err, fault.CodeState) {
			return now, err
		}
		if now, read := s.Batch(ctx, a, b.ID); read != nil || now.State != store.Applying {
			if read == nil && now.State == store.Applied {
				return now, nil
			}
			return nil, errors.Join(err, read)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// stageFile stages a file, or finds the batch in which it was begun.
func stageFile(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, path string, limits sheet.Limits, progress io.Writer) (*store.Batch, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "文件 %s 打不开，请核对路径", path)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	hash, err := hashOf(f, info.Size())
	if err != nil {
		return nil, err
	}
	list, err := s.Batches(ctx, a, reg)
	if err != nil {
		return nil, err
	}
	for _, b := range list {
		if b.Hash == hash && (b.State == store.Applying || b.State == store.Stopped) && b.Account == a.Account {
			fmt.Fprintf(progress, "这个文件上次导入到第 %d 行就断了，接着导入\n", b.Done)
			return b, nil
		}
	}
	return Import(ctx, s, a, reg, f, info.Size(), filepath.Base(path), limits)
}

func printBad(ctx context.Context, s *store.Store, a *record.Actor, b *store.Batch, w io.Writer) error {
	for after := int64(0); ; {
		rows, err := s.Rows(ctx, a, b.ID, store.RowBad, after, 500)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			fmt.Fprintln(w, ProblemText(r))
			after = r.Line
		}
	}
}

// ExportFile exports everything of a register that the actor may read, as xlsx
// or csv by the path's ending; why is needed where a column is personal. A file that is there is not written over.
func ExportFile(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, path, why string) (err error) {
	f := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	if f != XLSX && f != CSV {
		return fault.New(fault.Invalid, "文件名应以 .xlsx 或 .csv 结尾，现在是 %s", path)
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "文件 %s 建不了：它已经存在，或目录不能写", path)
	}
	err = Export(ctx, s, s.Reader(a), reg, Wanted{Why: why, Who: strings.TrimSpace(a.Name + " " + a.Unit)}, f, out)
	if err == nil {
		err = out.Sync()
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}
