package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
	"sanshe/internal/web"
)

// desk is a browser without script in which somebody is signed in.
type desk struct {
	*World
	h     http.Handler
	token string
}

func (w *desk) signIn(login, name, area string, role record.Role) {
	w.Helper()
	a := auth.New(w.Store, people.RoleNames, auth.AllowLinks())
	id, err := a.CreateAccount(w.Ctx(), store.System("cli"), auth.Account{Login: login, Name: name, UnitName: "滨江社区", Area: area})
	w.Do(err)
	_, err = a.Grant(w.Ctx(), store.System("cli"), auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: role})
	w.Do(err)
	link, err := a.NewSignInLink(w.Ctx(), id, time.Hour)
	w.Do(err)
	w.token, err = a.UseSignInLink(w.Ctx(), link, "test", "127.0.0.1")
	w.Do(err)
	if w.h == nil {
		go w.Store.WorkImports(w.Ctx(), a.ActorOf)
	}
	w.h = web.New(web.Config{Store: w.Store, Auth: a, UI: ui.New("")}).Handler()
}

func (w *desk) ask(r *http.Request) *httptest.ResponseRecorder {
	r.AddCookie(&http.Cookie{Name: "sanshe_session", Value: w.token})
	out := httptest.NewRecorder()
	w.h.ServeHTTP(out, r)
	return out
}

func (w *desk) get(path string) *httptest.ResponseRecorder {
	return w.ask(httptest.NewRequest("GET", path, nil))
}

func (w *desk) post(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(url.Values{}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.ask(r)
}

func (w *desk) upload(path, name string, data []byte) *httptest.ResponseRecorder {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	w.Do(err)
	_, err = part.Write(data)
	w.Do(err)
	w.Do(m.Close())
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return w.ask(r)
}

func (w *desk) shows(out *httptest.ResponseRecorder, status int, parts ...string) string {
	w.Helper()
	if out.Code != status {
		w.Fatalf("status %d, want %d: %s", out.Code, status, plain(out.Body.String()))
	}
	text := plain(out.Body.String())
	for _, p := range parts {
		if !strings.Contains(text, p) {
			w.Errorf("the page does not say “%s”: %s", p, text)
		}
	}
	return text
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is what a page says.
func plain(html string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(html, " ")), " ")
}

// A worker imports a file through the pages alone, mends what was wrong, and
// takes the batch back.
func TestImportPages(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	w.shows(w.get("/r/need"), 200, "从 Excel 导入", "导出 Excel")
	w.shows(w.get("/r/need/import"), 200, "最大 10 MB、10,000 行", "下载模板", "上传并核对")
	if out := w.get("/r/need/template.xlsx"); out.Code != 200 || !strings.HasPrefix(out.Body.String(), "PK") || !strings.Contains(out.Header().Get("Content-Disposition"), url.PathEscape("需求导入模板.xlsx")) {
		t.Error(out.Code, out.Header())
	}

	csv := "要点,哪方面的事,具体说说,来源,提出日期\r\n理发,照顾老人,想请人上门理发,线下走访,2026-02-03\r\n<b>补课</b>,孩子辅导,没人管,线下走访,2026-02-03\r\n"
	out := w.upload("/r/need/import", "表.csv", []byte(csv))
	at := out.Header().Get("Location")
	if out.Code != http.StatusSeeOther || !strings.HasPrefix(at, "/imports/") {
		t.Fatal(out.Code, at)
	}
	w.shows(w.get(at), 200, "导入“表.csv”", "新增 1", "有问题 1", "怎么改", "“孩子辅导”不在可选项中", "导入这 1 行", "跳过的 1 行不导入", "下载有问题的行", "现在的内容", "全部应用")
	if out := w.get(at + "/bad.xlsx"); out.Code != 200 || !strings.HasPrefix(out.Body.String(), "PK") {
		t.Error(out.Code)
	}
	if out := w.post(at + "/apply"); out.Code != http.StatusSeeOther {
		t.Fatal(out.Code, plain(out.Body.String()))
	}
	w.shows(w.get(at), 200, "已导入", "撤销整批", "看需求")
	w.shows(w.post(at+"/apply"), http.StatusConflict, "已经办过")
	w.shows(w.get("/r/need"), 200, "理发", "共 1 条")
	w.shows(w.get("/r/need/import"), 200, "最近的导入", "表.csv")

	page, err := w.Store.Reader(w.Worker()).List(w.Ctx(), need.Needs.Register, store.Query{})
	w.Do(err)
	id := record.BaseOf(page.Records[0]).ID
	w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
	w.shows(w.post(at+"/undo"), http.StatusConflict, "不能整批撤销", "第 2 行：导入以后又改过", "撤销整批")

	again := w.upload("/r/need/import", "表.csv", []byte(csv)).Header().Get("Location")
	w.shows(w.get(again), 200, "已经导入过")
	if out := w.post(again + "/cancel"); out.Header().Get("Location") != "/r/need/import" {
		t.Error(out.Code)
	}
	w.shows(w.get(again), 404)
	last := w.upload("/r/need/import", "新.csv", []byte(strings.Replace(csv, "理发,", "修脚,", 1))).Header().Get("Location")
	w.post(last + "/apply")
	if out := w.post(last + "/undo"); out.Code != http.StatusSeeOther {
		t.Error(out.Code, plain(out.Body.String()))
	}
	w.shows(w.get(last), 200, "已撤销", "已整批撤销 1 行")
}

func (w *desk) send(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.ask(r)
}

// Without script: a worker pastes a table with headings of their own, says what
// the columns are, mends a value everywhere and a cell in place, imports what is
// left, and takes it back.
func TestPastePages(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	w.shows(w.get("/r/need"), 200, "从 Excel 粘贴", "选列", "空白表")
	w.shows(w.get("/r/need/paste"), 200, "一次最多 10,000 行", "哪方面的事 具体说说", "核对")
	w.shows(w.send("/r/need/paste", url.Values{"text": {" \n"}}), http.StatusUnprocessableEntity, "还没有内容")
	const text = "要点\t类别\t情况\t来源\t提出日期\n理发\t照顾老年人\t想请人上门理发\t线下走访\t2026-02-03\n补课\t照顾老年人\t没人管\t线下走访\t2026-13-05\n修灯\t其他\t灯坏了\t线下走访\t2026-02-04"
	asked := w.shows(w.send("/r/need/paste", url.Values{"text": {text}}), 200, "各列是什么", "共 4 行", "不读这一列", "第一行是表头")
	if !strings.Contains(asked, "照顾老年人") {
		t.Error(asked)
	}
	form := url.Values{"text": {text}, "head": {"1"}}
	for i, label := range []string{"要点", "哪方面的事", "具体说说", "来源", "提出日期"} {
		form.Set("map."+string(rune('0'+i)), label)
	}
	form.Set("map.0", "来源")
	w.shows(w.send("/r/need/paste", form), http.StatusUnprocessableEntity, "“来源”选了两次")
	form.Set("map.0", "要点")
	at := w.send("/r/need/paste", form).Header().Get("Location")
	w.shows(w.get(at), 200, "新增 1", "有问题 2", "“照顾老年人”不在可选项中", "2、3", "月份不对", "全部改", "全部应用")
	w.send(at+"/mend", url.Values{"cell": {"category"}, "from": {"照顾老年人"}, "to": {"照顾老人"}})
	w.shows(w.get(at), 200, "新增 2", "有问题 1")
	w.send(at+"/mend", url.Values{"cell.3.raised_on": {"2026-01-05"}, "was.3.raised_on": {"2026-13-05"}, "left": {"4"}})
	w.shows(w.get(at), 200, "新增 2", "跳过 1", "不跳过", "导入这 2 行")
	if w.send("/r/need/paste", url.Values{"text": {text}}).Code != http.StatusSeeOther {
		t.Error("asked again what the same headings mean")
	}
	w.post(at + "/apply")
	w.shows(w.get(at), 200, "已导入", "撤销整批")
	w.shows(w.get("/imports"), 200, "导入记录", "需求：粘贴的表格", "王雪梅 滨江社区", "校验码")
	w.shows(w.get("/r/need?col=heads&col=due"), 200, "涉及人数", "共 2 条")
	w.shows(w.post(at+"/mend"), http.StatusConflict, "已经办过")
	w.post(at + "/undo")
	w.shows(w.get(at), 200, "已整批撤销 2 行")
}

// A file whose headings are not ours is asked what its columns are.
func TestForeignFile(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	w.shows(w.upload("/r/need/import", "老表.csv", []byte("序号,居民反映,登记日\n1,灯不亮,2026-02-03\n2,井盖破了,2026-02-04")), 200, "各列是什么", "灯不亮", "登记日")
}

// Paper: a blank form says what may be ticked, a filled one leads back to its record.
func TestPaperPages(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	w.shows(w.get("/r/need/blank"), 200, "需求登记表", "□ 照顾老人", "必填", "填表人：")
	id := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"title": "修灯", "category": "other", "detail": "灯坏了", "phone": "13800002046"})
	text := w.shows(w.get("/r/need/"+record.Input{}.ID(id)+"/paper"), 200, "修灯", "138****2046", "编号 "+record.Code(id))
	if strings.Contains(text, "13800002046") {
		t.Error("in full")
	}
}

// Who exported what is listed: to oneself one's own, to an administrator all.
func TestExportList(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"title": "修灯", "category": "other", "detail": "灯坏了"})
	out := w.get("/r/need/export.csv?col=title&_why=走访核对")
	if heads := strings.Split(out.Body.String(), "\r\n")[1]; !strings.Contains(heads, "要点") || strings.Contains(heads, "手机号") {
		t.Error(heads)
	}
	w.get("/r/need/export.csv?_why=走访核对")
	w.shows(w.get("/exports"), 200, "走访核对", "需求", "1 条")
	w.signIn("li", "李四", Elsewhere, people.CommunityWorker)
	w.shows(w.get("/exports"), 200, "还没有导出过")
}

// What is too big, broken or dangerous is answered with the form and what to do.
func TestUploadLimits(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	const at = "/r/need/import"
	w.shows(w.upload(at, "大.xlsx", make([]byte, 20<<20)), http.StatusRequestEntityTooLarge, "文件超过 10 MB 的上限", "上传并核对")
	w.shows(w.upload(at, "大.csv", append([]byte("要点,具体说说\n"), bytes.Repeat([]byte("甲,乙\n"), 10_001)...)), http.StatusRequestEntityTooLarge, "超过 10,000 行的上限")
	w.shows(w.upload(at, "炸.xlsx", bomb(t)), http.StatusRequestEntityTooLarge, "压缩炸弹")
	w.shows(w.upload(at, "坏.xlsx", []byte("PK\x03\x04乱")), http.StatusUnprocessableEntity, "文件已损坏")
	w.shows(w.upload(at, "空.csv", nil), http.StatusUnprocessableEntity, "文件是空的")
	w.shows(w.post(at), http.StatusUnprocessableEntity, "没有选文件")
	w.shows(w.get("/r/match/import"), http.StatusForbidden, "不能导入对接")
	w.shows(w.get("/r/need/export.xls"), 404)
	w.shows(w.get("/imports/1"), 404, "没有这批导入")
}

// bomb is a small workbook that would unpack to 100 MB.
func bomb(t *testing.T) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("xl/sharedStrings.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, io.LimitReader(zeros{}, 100<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A list and its export take one address.
func TestExportPages(t *testing.T) {
	w := &desk{World: OnSQLite(t)}
	w.signIn("wang", "王雪梅", Community, people.CommunityWorker)
	for _, c := range []string{"elder", "other"} {
		w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"title": "=cmd() " + c, "category": c, "detail": "说说", "phone": "13800002046"})
	}
	w.shows(w.get("/r/need/export.csv"), http.StatusUnprocessableEntity, "用途", "写明导出做什么用")
	w.shows(w.get("/r/need/export?category=elder"), 200, "共 1 条", "导出 csv")
	out := w.get("/r/need/export.csv?category=elder&after=1&_why=走访")
	text := out.Body.String()
	if out.Code != 200 || strings.Contains(text, "cmd() other") || !strings.Contains(text, "'=cmd() elder") || strings.Contains(text, "13800002046") {
		t.Error(out.Code, text)
	}
	if !strings.HasPrefix(text, "\ufeff需求　王雪梅 滨江社区 · ") || !strings.HasPrefix(out.Header().Get("Content-Type"), "text/csv") {
		t.Error(text, out.Header())
	}
	w.shows(w.get("/r/need/export.csv?_why=试&raised_on=昨日前"), http.StatusUnprocessableEntity)
	w.signIn("he", "何民政", County, people.CivilAffairs)
	w.shows(w.get("/r/need/export.xlsx"), http.StatusForbidden, "不能导出需求")
}
