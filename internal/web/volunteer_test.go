package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

// helper registers somebody as a volunteer with an account of their own.
func (s *site) helper(login, name, phone string) int64 {
	s.Helper()
	id := s.Make(s.Worker(), volunteer.Volunteers.Register, Community, record.Input{"name": name, "phone": phone, "registered_on": "2026-01-05", "consent_on": "2026-01-05", "via": "社区登记"})
	account, err := s.Auth.CreateAccount(s.Ctx(), store.System("demo"), auth.Account{Login: login, Name: name, UnitName: "志愿者", Area: Community, OwnsRegister: "volunteer", Owns: id})
	s.Do(err)
	_, err = s.Auth.Grant(s.Ctx(), store.System("demo"), auth.Grant{Holder: auth.ToAccount, HolderID: account, Role: people.Volunteer})
	s.Do(err)
	s.accounts[login] = account
	return id
}

// A volunteer does all of it on the page they come to: signs up, changes over,
// types the code, asks for proof, prints it; anybody checks it.
func Test志愿者在手机上(t *testing.T) {
	s := onSQLite(t)
	s.helper("helper", "梁思源", "13800000901")
	worker, me := s.as("worker"), s.as("helper")
	shift := func(title, from, to string) int64 {
		worker.follow(worker.get("/r/shift/new").is(200).form("/r/shift").with("title", title, "kind", "environment", "from_time", from, "to_time", to, "wanted", "1", "place", "滨江院坝", "contact", "王雪梅", "phone", "13800000900")).is(200).says(title, "到场码")
		list, err := store.Find(s.Ctx(), s.Store.Reader(s.Worker()), volunteer.Shifts, func(x *volunteer.Shift, w *store.Where) { w.Is(&x.Title, title) })
		s.Do(err)
		return list[0].ID
	}
	today, sunday := shift("清理楼道", "2026-03-02 09:30", "2026-03-02 11:30"), shift("巡河", "2026-03-08 09:00", "2026-03-08 11:00")

	home := me.get("/volunteering").is(200).says("还没有报名的班次", "清理楼道", "3月2日（周一）09:30–11:30", "还要 1 人")
	page := me.follow(home.form("/r/sign_up")).is(200).says("我的班次", "到场码", "还没有服务记录")
	ups, err := store.Find(s.Ctx(), s.Store.Reader(s.Worker()), volunteer.SignUps, func(*volunteer.SignUp, *store.Where) {})
	s.Do(err)
	at := fmt.Sprintf("/r/sign_up/%d/do/", ups[0].ID)
	me.get(fmt.Sprintf("/r/shift/%d", today)).is(200).silent("在现场念给到场的人")
	code := codeOf(s, today)
	page = me.follow(page.form(at+"say_code").with("arrival_code", "000000")).is(200).says("到场码不对", "还可以填 4 次")
	me.send(page.form(at+"swap").with("wish", fmt.Sprint(today))).is(422).says("已经报上")
	page = me.follow(me.get("/volunteering").form(at+"say_code").with("arrival_code", code)).is(200).says("已到场")
	page.silent("排名", "积分", "打卡")

	s.Clock.Set(s.On("2026-03-02").Clock.Now().Add(3 * 3600e9))
	worker, me = s.as("worker"), s.as("helper")
	officer := s.as("officer")
	worker.follow(worker.get(fmt.Sprintf("/r/shift/%d/do/done", today)).form(fmt.Sprintf("/r/shift/%d/do/done", today))).is(200).says("已办完")
	page = me.get("/volunteering").is(200).says("2 小时", "清理楼道").silent("星级")
	s.Set("volunteer.star_hours", "", "2026-03-02", "1 5 10")
	me.get("/volunteering").is(200).says("一星", "累计 1 小时起（只有您自己看得到）")
	worker.get("/r/volunteer").is(200).silent("一星")

	me.follow(page.form("/r/service_proof").with("from_day", "2026-03-01", "last_day", "2026-03-02")).is(200).says("待出具")
	list, err := store.Find(s.Ctx(), s.Store.Reader(s.Worker()), volunteer.Proofs, func(*volunteer.Proof, *store.Where) {})
	s.Do(err)
	issue := fmt.Sprintf("/r/service_proof/%d/do/issue", list[0].ID)
	worker.follow(worker.get(issue).form(issue).with("issuer", "滨江社区居民委员会")).is(200).says("已出具", "打开证明")
	proof := Get(s.World, s.Worker(), volunteer.Proofs, list[0].ID)
	paper := fmt.Sprintf("/service-proof?id=%d", proof.ID)
	me.get(paper).is(200).says("梁思源于2026年3月1日至2026年3月2日参加志愿服务 1 次，服务时长 2 小时。", "环境保护 1 次", "滨江社区居民委员会", proof.Check[:4])
	s.as("other").get(paper).is(404)
	worker.get(paper).says("梁思源")
	file := me.get(fmt.Sprintf("/service-proof.docx?id=%d", proof.ID)).is(200)
	if text := inDocx(t, file.body); !strings.Contains(text, "梁思源于2026年3月1日") || !strings.Contains(text, "滨江社区居民委员会") {
		t.Errorf("the file says %s", text)
	}

	anybody := s.nobody()
	anybody.get("/p/proof").is(200).says("12 位查验码")
	anybody.get("/p/proof/"+strings.ToLower(proof.Check)).is(200).says("有这份证明", "梁*", "2 小时").silent("梁思源", "13800000901")
	anybody.send(anybody.get("/p/proof").form("/p/proof").with("code", "ABCD EFGH JKLM")).is(200).says("没有这份证明")
	anybody.send(anybody.get("/p/proof").form("/p/proof").with("code", " ")).is(422)

	worker.get("/shift-plan").is(200).says("排班建议", "巡河", "还缺 1 人", "梁*", "就在本社区", "没写空闲时间，先问本人").silent("梁思源")
	if got := codeOf(s, sunday); len(got) != 6 {
		t.Errorf("code %q", got)
	}
	officer.get("/volunteer-national").is(200).says("全国系统报送")
	officer.get("/volunteer-national/stints.xlsx").is(422)
	table := officer.get("/volunteer-national/stints.xlsx?_why=报送").is(200)
	if !strings.HasPrefix(table.body, "PK") || !strings.Contains(inDocx(t, table.body), "服务时长（小时）") {
		t.Error("no table for the national system")
	}
	if text := inDocx(t, table.body); !strings.Contains(text, "梁*") || strings.Contains(text, "梁思源") || !strings.Contains(text, "2.00") {
		t.Errorf("the table says %s", text)
	}
	worker.get("/volunteer-national/stints.xlsx?_why=报送").is(403)
	me.get("/shift-plan").is(403)
}

func codeOf(s *site, shift int64) string {
	s.Helper()
	return Get(s.World, s.Worker(), volunteer.Shifts, shift).Code
}

// inDocx gives what the parts of an Office file say, markup and all.
func inDocx(t *testing.T, body string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return all.String()
}
