package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// asked makes a need in Community, with a name and a number.
func (s *site) asked() (int64, string) {
	s.Helper()
	id := s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"detail": "楼道灯坏了，晚上看不见", "category": "照顾老人", "raiser": "陈桂芳", "phone": "13800002046", "source": "线下走访", "raised_on": "2026-03-02"})
	return id, at(need.Needs.Register, id)
}

// Somebody goes away for three days. A colleague does the work under both
// names, with what was lent and not a bit more.
func TestDelegation(t *testing.T) {
	each(t, func(s *site) {
		id, path := s.asked()
		worker, other := s.as("worker"), s.as("other")
		other.get(path).is(http.StatusNotFound)
		form := worker.get("/delegations").is(200).says("没有代理").form("/delegations")
		worker.send(form.with("taker", "nobody", "to", "2026-03-04", "reason", "出差")).is(422).says("没有这个账号")
		worker.send(form.with("taker", "worker", "to", "2026-03-04", "reason", "出差")).is(422).says("不能是本人")
		worker.send(form.with("taker", "other", "to", "2026-03-04", "roles", "administrator", "reason", "出差")).is(422).says("本人今天有的岗位")
		worker.send(form.with("taker", "other", "to", "2027-12-04", "reason", "出差")).is(422).says("一年以内")
		worker.send(form.with("taker", "other", "to", "", "reason", "")).is(422).says("没有填")
		worker.follow(form.with("taker", "other", "to", "2026-03-04", "reason", "出差")).is(200).says("李外社", "2026-03-02 至 2026-03-04", "出差")

		worker.send(form.with("taker", "other", "to", "2026-03-04", "reason", "出差")) // sent twice
		own := other.get("/delegations").is(200).says("代王雪梅办理")
		act := own.form(actionWith(own, "/act"))
		inbox := other.follow(act).is(200).says("您（李外社）正代 王雪梅 办理", "楼道灯坏了")
		verified := other.follow(inbox.form(path+"/do/verify")).is(200).says("已受理", "李外社（代 王雪梅）")
		verified.says("王雪梅")
		entries, err := s.Store.Reader(s.Worker()).Entries(s.Ctx(), need.Needs.Register, id, 1)
		s.Do(err)
		if e := entries[0]; e.Account != s.accounts["other"] || e.Name != "李外社（代 王雪梅）" {
			s.Errorf("the audit says %d %s", e.Account, e.Name)
		}
		// what is lent is not lent on, and gives no accounts
		other.get("/delegations").is(http.StatusForbidden)
		other.post("/delegations", url.Values{"taker": {"town"}, "to": {"2026-03-03"}, "reason": {"x"}}).is(http.StatusForbidden)
		other.get("/accounts").is(http.StatusForbidden)

		// the giver loses the role, and so does whoever stands in
		grants, err := s.App.Auth.Grants(s.Ctx(), store.System("cli"), auth.ToAccount, s.accounts["worker"])
		s.Do(err)
		s.Do(s.App.Auth.EndGrant(s.Ctx(), store.System("cli"), grants[0].ID, "", "调离"))
		other.get(path).is(http.StatusNotFound)
		_, err = s.App.Auth.Grant(s.Ctx(), store.System("cli"), auth.Grant{Holder: auth.ToAccount, HolderID: s.accounts["worker"], Role: people.CommunityWorker})
		s.Do(err)
		other.get(path).is(200)

		// in one's own name again, and back
		other.post("/own-name", nil)
		other.get(path).is(http.StatusNotFound).silent("正代")
		other.follow(act)
		other.get(path).is(200)
		worker.follow(worker.get("/delegations").form(actionWith(worker.get("/delegations"), "/end"))).says("代理已结束")
		other.get(path).is(http.StatusNotFound).silent("正代")
		other.send(act).is(http.StatusConflict)

		// and it ends by its date
		worker.follow(form.with("taker", "other", "to", "2026-03-02", "reason", "半天"))
		other.follow(other.get("/delegations").form(actionWith(other.get("/delegations"), "/act")))
		other.get(path).is(200)
		s.Clock.Set(time.Date(2026, 3, 3, 0, 5, 0, 0, s.Clock.Now().Location()))
		s.as("other").get(path).is(http.StatusNotFound)
	})
}

// actionWith gives the address of the first form on a page that ends so.
func actionWith(p *page, end string) string {
	p.Helper()
	n := find(p.doc, func(n *html.Node) bool { return n.Data == "form" && strings.HasSuffix(get(n, "action"), end) })
	if n == nil {
		p.Fatalf("%s: no form to …%s\n%s", p.name, end, p.text())
	}
	return get(n, "action")
}

// A record elsewhere is read for four hours: asked with a reason, consented to
// by a second person of that community, told to the community, and only read.
func TestGlimpse(t *testing.T) {
	each(t, func(s *site) {
		id, path := s.asked()
		other, secretary, worker := s.as("other"), s.as("secretary"), s.as("worker")
		other.get(path).is(http.StatusNotFound)
		form := other.get("/glimpses").is(200).form("/glimpses")
		other.send(form.with("register", "need", "code", "x", "reason", "急")).is(422).says("不像记录的编号")
		other.send(form.with("register", "need", "code", record.Code(id), "reason", "")).is(422).says("没有填")
		other.send(form.with("register", "nonsense", "code", record.Code(id), "reason", "急")).is(422)
		s.as("civil").post("/glimpses", url.Values{"register": {"need"}, "code": {record.Code(id)}, "reason": {"x"}}).is(http.StatusForbidden)
		other.follow(form.with("register", "need", "code", record.Code(id+4096), "reason", "急")).says("等答复") // whether there is one is not told
		other.follow(form.with("register", "need", "code", record.Code(id), "reason", "老人走失，家属在本社区")).says("等答复")
		other.send(form.with("register", "need", "code", record.Code(id), "reason", "老人走失，家属在本社区")) // sent twice
		other.get(path).is(http.StatusNotFound)
		secretary.get("/inbox").is(200).says("李外社申请紧急查看")
		if n := strings.Count(secretary.get("/glimpses").body, "/consent"); n != 1 {
			s.Errorf("%d requests wait", n)
		}

		waiting := secretary.get("/glimpses").is(200).says("等您答复", "李外社", "老人走失").silent(record.Code(id + 4096))
		consent := actionWith(waiting, "/consent")
		for _, who := range []string{"other", "worker", "auditor", "finance"} { // the asker, and who has no such office
			if p := s.as(who).post(consent, nil); p.status != http.StatusForbidden && p.status != http.StatusNotFound {
				s.Errorf("%s consents: %d", who, p.status)
			}
		}
		// nor whoever stands in for the asker
		_, err := s.App.Auth.Delegate(s.Ctx(), store.System("cli"), auth.Delegation{Giver: s.accounts["other"], Taker: s.accounts["secretary"], To: "2026-03-04", Reason: "x"})
		s.Do(err)
		secretary.post(consent, nil).is(http.StatusForbidden).says("代理")
		secretary.post(actionWith(secretary.get("/delegations"), "/end"), nil)
		secretary.follow(waiting.form(consent)).says("已答复")
		secretary.post(consent, nil).is(http.StatusConflict)
		secretary.get("/inbox").is(200).silent("申请紧急查看")

		// it is read, masked, and nothing more
		other.get(path).is(200).says("楼道灯坏了").silent("13800002046", "陈桂芳", path+"/reveal", path+"/edit")
		other.get("/r/need").is(200).says("楼道灯坏了")
		other.get(path + "/edit").is(http.StatusForbidden)
		other.post(path+"/reveal", url.Values{"field": {"phone"}, "reason": {"x"}}).is(http.StatusForbidden)
		other.post(path, url.Values{"_version": {"1"}, "_key": {"k1"}, "detail": {"改了"}}).is(http.StatusForbidden)
		other.post(path+"/do/verify", url.Values{"_version": {"1"}, "_key": {"k2"}}).is(http.StatusForbidden)
		other.post(path+"/void", url.Values{"_version": {"1"}, "_key": {"k3"}, "reason": {"x"}}).is(http.StatusForbidden)
		other.post("/r/match", url.Values{"_key": {"k4"}, "need": {fmt.Sprint(id)}, "resource": {fmt.Sprint(s.resource)}}).is(http.StatusUnprocessableEntity)
		s.as("town").get(path).is(200)
		s.as("social").get(path).is(http.StatusNotFound) // for one person

		// the community knows, and says so
		worker.get("/inbox").is(200).says("李外社经同意紧急查看")
		told := worker.get(path+"/who").is(200).says("老人走失", "牟书记同意")
		worker.follow(told.form(path + "/known")).says("已记下")
		worker.get("/inbox").is(200).silent("经同意紧急查看")

		// another is not consented to, and this one ends by itself
		other.follow(form.with("register", "need", "code", record.Code(id), "reason", "再看一次"))
		secretary.follow(secretary.get("/glimpses").form(actionWith(secretary.get("/glimpses"), "/refuse")))
		other.get("/glimpses").says("牟书记不同意", "看到 2026")
		s.Clock.Advance(4*time.Hour + time.Minute)
		s.as("other").get(path).is(http.StatusNotFound)
		s.as("other").get("/glimpses").says("已到时间")
	})
}

// An auditor sees the pages as somebody sees them. Every page is written down;
// nothing at all can be changed; nothing personal is shown.
func TestLookingAs(t *testing.T) {
	each(t, func(s *site) {
		_, path := s.asked()
		auditor := s.as("auditor")
		for _, who := range []string{"admin", "officer", "worker"} {
			s.as(who).get("/look").is(http.StatusForbidden)
			s.as(who).post("/look", url.Values{"account": {"worker"}, "reason": {"x"}}).is(http.StatusForbidden)
			s.as(who).get("/audit").is(http.StatusForbidden)
		}
		form := auditor.get("/look").is(200).form("/look")
		auditor.send(form.with("account", "worker", "reason", "")).is(422)
		auditor.send(form.with("account", "auditor", "reason", "x")).is(422)
		auditor.send(form.with("account", "worker", "reason", "抽查待办")).is(http.StatusSeeOther)
		inbox := auditor.get("/inbox").is(200).says("您（严审计）正以 王雪梅 的身份看", "楼道灯坏了")
		if !strings.Contains(inbox.body, "以 王雪梅 的身份看，只能看") {
			s.Error("no band")
		}
		auditor.get(path).is(200).silent("13800002046", "陈桂芳", path+"/reveal", path+"/edit", "/do/verify\"")
		auditor.get("/board").is(200)
		before := len(s.entries())
		for _, to := range []string{path, path + "/do/verify", path + "/void", path + "/reveal", path + "/known", path + "/assign", "/r/need", "/delegations", "/glimpses", "/feedback", "/look"} {
			p := auditor.post(to, url.Values{"_version": {"1"}, "_key": {"k" + to}, "field": {"phone"}, "reason": {"x"}, "words": {"x"}, "detail": {"x"}, "register": {"need"}, "code": {"x"}, "account": {"town"}, "task": {"1"}, "to": {"0"}})
			if p.status == 200 || p.status == http.StatusSeeOther {
				s.Errorf("%s: %d %s", p.name, p.status, p.text())
			}
		}
		for _, e := range s.entries()[before:] {
			if e.Action != "look" || e.Account != s.accounts["auditor"] {
				s.Errorf("looking wrote %s by %s", e.Action, e.Name)
			}
		}
		// the store refuses, whatever the page
		actor, err := s.App.Auth.ActorOf(s.Ctx(), s.accounts["worker"])
		s.Do(err)
		actor.Looking = true
		if _, err := s.Store.Write(s.Ctx(), actor, store.Key{}, func(*store.Tx) (store.Result, error) { return store.Result{}, nil }); !fault.Is(err, fault.Refused) {
			s.Errorf("the store writes for a looker: %v", err)
		}
		auditor.post("/own-name", nil)
		auditor.get("/audit").is(200).says("以 王雪梅 的身份看 GET /inbox", "抽查待办").silent("正以")
		// who may not look any more, does not, though the session still would
		auditor.send(form.with("account", "worker", "reason", "再看")).is(http.StatusSeeOther)
		grants, err := s.App.Auth.Grants(s.Ctx(), store.System("cli"), auth.ToAccount, s.accounts["auditor"])
		s.Do(err)
		s.Do(s.App.Auth.EndGrant(s.Ctx(), store.System("cli"), grants[0].ID, "", "调离"))
		auditor.get(path).is(http.StatusNotFound).silent("正以")
	})
}

// entries gives the whole audit, oldest first.
func (s *site) entries() (list []store.Entry) {
	s.Helper()
	got, err := s.Store.Audit(s.Ctx(), &record.Actor{Roles: record.By(people.Auditor), Area: "51"}, "", "", 0, 10_000)
	s.Do(err)
	for i := range got {
		list = append(list, got[len(got)-1-i])
	}
	return list
}

// The page of who reads a record names exactly those who read it.
func TestWhoReads(t *testing.T) {
	each(t, func(s *site) {
		_, path := s.asked()
		s.as("worker").post(path+"/reveal", url.Values{"field": {"phone"}, "reason": {"回电话"}}).is(200)
		shown := s.as("worker").get(path+"/who").is(200).says("谁能看到这条", "在滨江社区内，岗位可看", "社区工作者", "审计，辖区内都可看", "受理", "谁看过个人信息", "查看了").text()
		shown, _, _ = strings.Cut(shown, "谁看过个人信息")
		for _, seat := range seats {
			reads := s.as(seat[0]).get(path).status == 200
			if strings.Contains(shown, seat[1]) != reads {
				s.Errorf("%s reads: %v, and the page says otherwise: %s", seat[1], reads, shown)
			}
		}
		s.as("other").get(path + "/who").is(http.StatusNotFound)
		s.as("auditor").get(path + "/who").is(200).says("查看了")
		s.as("officer").get(path + "/who").is(200).silent("谁看过个人信息") // reads, but may not reveal
		org := at(s.Store.Book().Register("social_org"), s.org)
		s.as("org").get(org+"/who").is(200).says("周启明的单位").silent(">周启明<", ">何静雯<")
	})
}

// What was given to somebody by name is handed over before they go; nothing is
// left to nobody.
func TestHandOver(t *testing.T) {
	each(t, func(s *site) {
		_, path := s.asked()
		social, worker, admin := s.as("social"), s.as("worker"), s.as("admin")
		social.get(path).is(http.StatusNotFound)
		social.get("/r/need").is(200).silent("楼道灯坏了")
		form := worker.get(path+"/assign").is(200).says("向社工", "孔督导", "王雪梅").silent("李外社", "周启明").form(path + "/assign")
		worker.send(form.with("to", fmt.Sprint(s.accounts["other"]))).is(422).says("没有办这件事的岗位")
		s.as("other").send(form.with("to", fmt.Sprint(s.accounts["other"]))).is(http.StatusNotFound)
		worker.follow(form.with("to", fmt.Sprint(s.accounts["social"]))).is(200).silent("楼道灯坏了")
		social.get("/inbox").is(200).says("楼道灯坏了")
		social.get(path).is(200).silent("13800002046", "陈桂芳", path+"/edit")
		social.post(path+"/do/verify", url.Values{"_version": {"1"}, "_key": {"k"}}).is(http.StatusForbidden)

		at := fmt.Sprintf("/accounts/%d", s.accounts["social"])
		stop := admin.send(admin.get("/accounts").form(at + "/stop"))
		stop.to(admin, at+"/hand-over")
		if orphans, err := s.App.Auth.Orphans(s.Ctx()); err != nil || len(orphans) != 0 {
			s.Error(orphans, err)
		}
		hand := admin.get(at + "/hand-over").is(200).says("答复需求").silent("楼道灯坏了").form(at + "/hand-over")
		admin.send(hand.with("to", "finance", "reason", "离职")).is(422).says("没有办其中几件事的岗位")
		admin.send(hand.with("to", "supervisor", "reason", "")).is(422)
		worker.get(at + "/hand-over").is(http.StatusForbidden)
		admin.follow(hand.with("to", "supervisor", "reason", "离职", "stop", "1")).is(200).says("已停用")
		s.as("supervisor").get(path).is(200)
		social.get(path).is(http.StatusUnauthorized)

		// what should never be is found
		grants, err := s.App.Auth.Grants(s.Ctx(), store.System("cli"), auth.ToAccount, s.accounts["supervisor"])
		s.Do(err)
		s.Do(s.App.Auth.EndGrant(s.Ctx(), store.System("cli"), grants[0].ID, "", "调离"))
		if orphans, err := s.App.Auth.Orphans(s.Ctx()); err != nil || len(orphans) != 1 || !strings.Contains(orphans[0], "孔督导") {
			s.Error(orphans, err)
		}
	})
}

// An account of an instructor stands for one entry of the register, and reads
// what is theirs; one without an entry is not opened.
func TestStandsFor(t *testing.T) {
	each(t, func(s *site) {
		unit := s.Make(s.Officer(), people.Units.Register, County, record.Input{"name": "县委社会工作部", "kind": "党政机关"})
		in := s.Make(s.Officer(), party.Instructors.Register, County, record.Input{"name": "曹远山", "unit": fmt.Sprint(unit), "channel": "退居二线、离退休党员聘请", "appointed_on": "2026-01-05"})
		posting := s.Make(s.Officer(), party.Postings.Register, Community, record.Input{"instructor": fmt.Sprint(in), "org": fmt.Sprint(s.org), "from_day": "2026-01-06"})
		admin := s.as("admin")
		form := admin.get("/accounts/new").is(200).says("党建指导员填党建指导员").form("/accounts").with("login", "cao", "name", "曹远山", "role", string(people.Instructor))
		admin.send(form).is(422).says("写明是哪一条")
		admin.send(form.with("org.text", "没有这个人")).is(422).says("没有")
		admin.send(form.with("role", string(people.CountyOfficer), "org.text", "曹远山")).is(422).says("留空")
		admin.send(form.with("org.text", "曹远山")).is(200).says("一次性设置码")
		accounts, err := s.App.Auth.Accounts(s.Ctx(), store.System("cli"))
		s.Do(err)
		for _, acc := range accounts {
			if acc.Login != "cao" {
				continue
			}
			who, err := s.App.Auth.ActorOf(s.Ctx(), acc.ID)
			s.Do(err)
			if _, err := store.One(s.Ctx(), s.Store.Reader(who), party.Postings, record.ID[party.Posting](posting)); err != nil || who.Owns["instructor"] != in {
				s.Error(who.Owns, err)
			}
			return
		}
		s.Error("no account was opened")
	})
}
