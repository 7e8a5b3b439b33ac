package casework_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/casework"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// outsiders are everybody whose business a case is not, however high.
func (c *county) outsiders() map[string]*record.Actor {
	as := func(role record.Role, area string) *record.Actor {
		return &record.Actor{Account: 31, Name: "某人", Roles: record.By(role), Area: area, Via: "web", Owns: map[string]int64{}}
	}
	lent, looking := c.her(), c.her()
	lent.Account, lent.For = 41, 21
	looking.Account, looking.Looking = 42, true
	out := map[string]*record.Actor{"代理她的人": lent, "以她的身份看的审计": looking, "别站的社工": c.other(),
		"别的督导": is(24, c.elsewhere, people.Supervisor, County), "没有对应社工的账号": is(25, 0, people.SocialWorker, Community)}
	for _, role := range people.Roles() {
		if role != people.SocialWorker && role != people.Supervisor {
			out[string(role)+" 在县里"], out[string(role)+" 在社区"] = as(role, County), as(role, Community)
		}
	}
	return out
}

// leaks tells how outsiders come to know of a record: in lists, counts, search,
// names, by its number, in its past, in tasks and in the audit.
func (c *county) leaks(reg *record.Register, id int64, word string) (found []string) {
	c.Helper()
	for who, a := range c.outsiders() {
		say := func(format string, args ...any) { found = append(found, who+"："+fmt.Sprintf(format, args...)) }
		r, ctx := c.Store.Reader(a), c.Ctx()
		if page, err := r.List(ctx, reg, store.Query{}); err == nil && len(page.Records)+page.Total > 0 {
			say("清单里有")
		}
		if page, err := r.Count(ctx, reg, store.Query{}); err == nil && page.Total > 0 {
			say("数得到")
		}
		if page, err := r.List(ctx, reg, store.Query{Text: word}); err == nil && len(page.Records) > 0 {
			say("搜得到")
		}
		if _, err := r.Get(ctx, reg, id); !fault.Is(err, fault.NotFound) {
			say("凭编号看得到：%v", err)
		}
		if titles, _ := r.Titles(ctx, reg, []int64{id}); len(titles) > 0 {
			say("知道叫什么")
		}
		if _, err := r.Versions(ctx, reg, id); !fault.Is(err, fault.NotFound) {
			say("看得到历史")
		}
		if _, err := r.Entries(ctx, reg, id, 10); !fault.Is(err, fault.NotFound) {
			say("看得到经过")
		}
		if err := r.Export(ctx, reg, store.Query{}, "csv", func([]record.Record) error { return nil }); !fault.Is(err, fault.Refused) {
			say("导得出：%v", err)
		}
		if err := c.Store.OpenDossier(ctx, a, reg, id, "看看"); !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Refused) {
			say("打得开：%v", err)
		}
		tasks, err := c.Store.Inbox(ctx, a, 100)
		c.Do(err)
		if slices.ContainsFunc(tasks, func(t store.Task) bool { return t.Register == reg }) {
			say("待办里有")
		}
		if entries, err := c.Store.Audit(ctx, a, "", "", 0, 500); err == nil && slices.ContainsFunc(entries, func(e store.Entry) bool { return e.Record == id }) {
			say("审计记录里有")
		}
	}
	slices.Sort(found)
	return found
}

// 保密：个案和属于它的一切，只有负责的社工和督导看得到。审计、县里、同一社区、代理人、
// 以别人身份看的都不行，连有没有都不知道。
func Test个案保密(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		cases, notes := casework.Cases.Register, casework.Notes.Register
		c.checked(c.worker, "2026-03-02", "是")
		child, err := c.try(c.her(), c.file("滨江零壹号", "2016-09-01", record.Input{"guardian": "王大山", "urgent_reason": "有伤"}))
		c.Do(err)
		n, err := c.try(c.her(), c.file("滨江零贰号", "1950-05-06", nil))
		c.Do(err)
		note := c.Make(c.her(), notes, Community, record.Input{"social_case": id(n), "way": "面谈", "what": "x"})
		talk := c.Make(c.supervising(), casework.Supervisions.Register, County, record.Input{"topic": "滨江零叁", "worker": id(c.worker), "supervisor": id(c.supervisor), "social_case": id(n)})
		group := c.Make(c.her(), casework.Groups.Register, Community, record.Input{"title": "滨江零肆", "kind": "成长小组", "worker": id(c.worker), "supervisor": id(c.supervisor), "from_day": "2026-03-02", "goal": "x"})
		all := []struct {
			reg *record.Register
			id  int64
		}{{cases, child}, {cases, n}, {notes, note}, {casework.Supervisions.Register, talk}, {casework.Groups.Register, group}}
		for _, x := range all {
			for _, leak := range c.leaks(x.reg, x.id, "滨江") {
				c.Errorf("%s：%s", x.reg.Label, leak)
			}
		}
		insiders := func() (found []string) {
			for who, a := range map[string]*record.Actor{"她": c.her(), "督导": c.supervising()} {
				for _, x := range all[1:] {
					if _, err := c.Store.Reader(a).Get(c.Ctx(), x.reg, x.id); err != nil {
						found = append(found, who+"看不到"+x.reg.Label)
					}
				}
			}
			return found
		}
		if found := insiders(); found != nil {
			c.Error(found)
		}

		// The figure counts the case and names it to nobody.
		a, err := c.Figures.One(c.Ctx(), "casework.open", figure.Question{})
		c.Do(err)
		rows, err := c.Figures.Behind(c.Ctx(), c.Store.Reader(w.Officer()), a, "", 0, 10)
		c.Do(err)
		if a.Num != 2 || rows.Hidden != 2 || slices.ContainsFunc(rows.Rows, func(r figure.Row) bool { return r.Record != nil }) {
			c.Errorf("数 %d，名单 %+v", a.Num, rows.Rows)
		}

		// Taken away, each guard is missed.
		cases.Rights.Closed = false
		open := c.leaks(cases, child, "滨江")
		alone := insiders()
		cases.Rights.Closed = true
		for _, way := range []string{"auditor 在县里：清单里有", "auditor 在县里：搜得到", "auditor 在县里：凭编号看得到", "auditor 在县里：看得到历史", "auditor 在县里：审计记录里有",
			"代理她的人：清单里有", "以她的身份看的审计：凭编号看得到", "代理她的人：待办里有", "county_officer 在县里：知道叫什么"} {
			if !slices.ContainsFunc(open, func(s string) bool { return strings.HasPrefix(s, way) }) {
				c.Errorf("不保密时应是“%s”：%q", way, open)
			}
		}
		if !slices.Contains(alone, "她看不到个案记录") { // without the closed case above it a note is nobody's
			c.Errorf("个案不保密时：%q", alone)
		}
		both := cases.Owners
		cases.Owners = both[:1]
		alone = insiders()
		cases.Owners = both
		if !slices.Contains(alone, "督导看不到个案") || !slices.Contains(alone, "督导看不到个案记录") || slices.Contains(alone, "她看不到个案") {
			c.Errorf("只有一个属主时：%q", alone)
		}

		// Handed over, it is the next one's.
		got := Get(w, c.supervising(), casework.Cases, n)
		_, err = c.Store.Edit(c.Ctx(), c.supervising(), cases, n, got.Version, record.Input{"worker": id(c.elsewhere)}, "")
		c.Do(err)
		if _, err := c.Store.Reader(c.her()).Get(c.Ctx(), notes, note); !fault.Is(err, fault.NotFound) {
			c.Errorf("交出去以后她还看得到记录：%v", err)
		}
		if _, err := c.Store.Reader(c.other()).Get(c.Ctx(), notes, note); err != nil {
			c.Error(err)
		}
	})
}
