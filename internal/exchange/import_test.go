package exchange_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const needHeads = "要点,哪方面的事,具体说说,来源,提出日期,手机号,状态"

// A worker brings last month's paper list: what is wrong is said by row and
// column, the rest goes in, and can be taken back while nobody went on with it.
func TestNeedsFromPaper(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		b := csv(w, a, reg, needHeads,
			"上门理发,照顾老人,想请人上门理发,线下走访,2026-02-03,13800002046,已受理",
			"补课,孩子辅导,暑假没人管,线下走访,2026-02-04,,",
			"修灯,环境卫生,,线下走访,2026-02-30,1380000,已办结",
			"=cmd(),其他,公式也是字,12345,2026.2.5,,")
		counts(t, b, 2, 0, 0, 2)
		if text := said(w, a, b); text != "第 3 行 哪方面的事：“孩子辅导”不在可选项中，可选：照顾老人、孩子托管、助残看病、环境卫生、邻里矛盾、文体活动、其他\n"+
			"第 4 行 具体说说：没有填；提出日期：2026年2月没有 30 日；手机号：手机号应为 11 位，现在是 7 位；状态：新登记的只能是：待受理、已受理" {
			t.Error(text)
		}
		if n := total(w, a, reg); n != 0 {
			t.Errorf("staging wrote %d records", n)
		}
		b = apply(w, a, b)
		if b.State != store.Applied || b.Done != 2 || total(w, a, reg) != 2 {
			t.Fatalf("%+v", b)
		}
		page, err := w.Store.Reader(a).List(w.Ctx(), reg, store.Query{Text: "上门理发"})
		w.Do(err)
		n := any(page.Records[0]).(*need.Need)
		if n.State != need.Verified || n.Phone != "13800002046" || n.Area != Community || n.Due == "" {
			t.Errorf("%+v", n)
		}
		list, err := w.Store.Reader(a).Passages(w.Ctx(), reg, n.ID)
		w.Do(err)
		if len(list) != 1 || list[0].Step != "import" || list[0].Label != "导入" || list[0].On != "2026-02-03" || !strings.Contains(list[0].Note, "表.csv") {
			t.Errorf("%+v", list)
		}
		verified(w)

		b, err = w.Store.Undo(w.Ctx(), a, b.ID)
		w.Do(err)
		if b.State != store.Undone || b.Undone != 2 || total(w, a, reg) != 0 {
			t.Errorf("%+v", b)
		}
		gone, err := w.Store.Reader(a).Get(w.Ctx(), reg, n.ID)
		w.Do(err)
		if why := record.BaseOf(gone).Voided; why != "撤销导入“表.csv”" {
			t.Errorf("voided: %q", why)
		}
		tasks, err := w.Store.Inbox(w.Ctx(), a, 10)
		w.Do(err)
		if len(tasks) != 0 {
			t.Errorf("tasks left: %+v", tasks)
		}
		_, err = w.Store.Apply(w.Ctx(), a, b.ID, nil)
		refused(t, err, fault.Conflict, "已经办过")
		verified(w)
	})
}

func total(w *World, a *record.Actor, reg *record.Register) int {
	w.Helper()
	page, err := w.Store.Reader(a).Count(w.Ctx(), reg, store.Query{})
	w.Do(err)
	return page.Total
}

func verified(w *World) {
	w.Helper()
	found, err := w.Store.Verify(w.Ctx())
	w.Do(err)
	for _, f := range found {
		w.Error(f)
	}
}

// needs gives rows of needs that go in.
func needs(n int) []string {
	rows := []string{needHeads}
	for i := range n {
		rows = append(rows, fmt.Sprintf("第 %d 件,其他,说说,线下走访,2026-02-03,,", i))
	}
	return rows
}

// Somebody went on with a record, or refers to one: the batch stays, and the
// rows are named.
func TestUndoRefused(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		b := apply(w, a, csv(w, a, reg, needs(3)...))
		rows := imported(w, reg)
		w.Step(a, reg, rows[1], "verify", store.Taking{})
		w.Make(a, need.Projects.Register, Community, record.Input{"title": "便民", "needs": record.Input{}.ID(rows[2])})
		_, err := w.Store.Undo(w.Ctx(), a, b.ID)
		refused(t, err, fault.Conflict, "不能整批撤销", "第 3 行：导入以后又改过", "第 4 行：已被项目 ", "引用（回应的需求）")
		if strings.Contains(err.Error(), "第 2 行") || total(w, a, reg) != 3 {
			t.Errorf("untouched row named, or something undone: %v", err)
		}
		if b, err := w.Store.Batch(w.Ctx(), a, b.ID); err != nil || b.State != store.Applied {
			t.Errorf("%+v %v", b, err)
		}
	})
}

// imported gives the ids of a register's records, oldest first.
func imported(w *World, reg *record.Register) (ids []int64) {
	w.Helper()
	page, err := w.Store.Reader(staff()).List(w.Ctx(), reg, store.Query{Limit: 200})
	w.Do(err)
	for _, r := range page.Records {
		ids = append([]int64{record.BaseOf(r).ID}, ids...)
	}
	return ids
}

// The register of organisations: type and code must agree, a filed group needs
// no code, a code or a name says which record a row is, and what registration
// brings with it goes again with the batch.
func TestOrganisations(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Civil(), org.SocialOrgs.Register
		const heads = "区划,名称,统一社会信用代码,类型,登记日期,开办资金,联系人手机"
		b := csv(w, a, reg, heads,
			","+"合江县某协会,51510522MJQ000015U,民办非企业单位,2019-05-06,30000,",
			",广场舞队,,备案社区社会组织,2024-05-06,,",
			",银龄助老服务中心,52510522MJQ000023K,民办非企业单位,2019-05-06,3万元,13800002046",
			",银龄助老中心,52510522MJQ000023K,民办非企业单位,2019-05-06,,",
			"不存在的社区,某某协会,,备案社区社会组织,2019-05-06,,")
		counts(t, b, 2, 0, 0, 3)
		contains(t, said(w, a, b), "第 2 行 统一社会信用代码：代码以 51 开头，是社会团体，与类型“民办非企业单位”不符",
			"第 5 行 统一社会信用代码：与第 4 行重复：这个统一社会信用代码已经登记过；请留一行",
			"第 6 行 区划：辖区里没有叫“不存在的社区”的镇街或社区")
		first := apply(w, a, b)
		counts(t, first, 2, 0, 0, 3)

		data := export(w, a, reg, store.Query{}, exchange.XLSX)
		heading, rows := cells(w, data)
		if at := slices.Index(heading, "联系人手机"); len(rows) != 2 || at < 0 || rows[0][at] != "138****2046" {
			t.Fatalf("%v", rows)
		}
		b = csv(w, a, reg, "统一社会信用代码,名称,公开电话,联系人手机", "52510522MJQ000023K,银龄助老服务中心,0830-5263333,138****2046")
		counts(t, b, 0, 1, 0, 0)
		upd, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowUpdate, 0, 10)
		w.Do(err)
		if len(upd) != 1 || len(upd[0].Changes) != 1 || upd[0].Changes[0].Is != "0830-5263333" {
			t.Fatalf("%+v", upd)
		}
		apply(w, a, b)
		o := byName(w, "银龄助老服务中心")
		if o.Phone != "0830-5263333" || o.Mobile != "13800002046" || o.Version != 2 || o.Fund != 3000000 {
			t.Errorf("%+v", o)
		}
		_, err = w.Store.Undo(w.Ctx(), a, first.ID)
		refused(t, err, fault.Conflict, "第 4 行：导入以后又改过")
		_, err = w.Store.Undo(w.Ctx(), a, b.ID)
		w.Do(err)
		o = byName(w, "银龄助老服务中心")
		if o.Phone != "" || o.Mobile != "13800002046" || o.Version != 3 {
			t.Errorf("not restored: %+v", o)
		}
		verified(w)
	})
}

func byName(w *World, name string) *org.SocialOrg {
	w.Helper()
	o, err := store.First(w.Ctx(), w.Store.Reader(staff()), org.SocialOrgs, func(o *org.SocialOrg, f *store.Where) { f.Is(&o.Name, name) })
	w.Do(err)
	if o == nil {
		w.Fatalf("no %s", name)
	}
	return o
}

// Registration makes each organisation's first row of coverage: it is the
// import's doing, and goes with it.
func TestUndoTakesEffectsBack(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Civil(), org.SocialOrgs.Register
		coverage := w.Store.Book().Register("party_coverage")
		b := apply(w, a, csv(w, a, reg, "名称,统一社会信用代码,类型,登记日期", "银龄助老服务中心,52510522MJQ000023K,民办非企业单位,2019-05-06"))
		if n := total(w, w.Officer(), coverage); n != 1 {
			t.Fatalf("coverage: %d", n)
		}
		_, err := w.Store.Undo(w.Ctx(), a, b.ID)
		w.Do(err)
		if total(w, w.Officer(), coverage)+total(w, a, reg) != 0 {
			t.Error("something stays")
		}
		counts(t, apply(w, a, csv(w, a, reg, "名称,统一社会信用代码,类型,登记日期", "银龄助老服务中心,52510522MJQ000023K,民办非企业单位,2019-05-06")), 1, 0, 0, 0)
		verified(w)
	})
}

// Cut off after any slice and taken up by another process, every row is applied once.
func TestResume(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		b := csv(w, a, reg, needs(450)...)
		ctx, cut := context.WithCancel(w.Ctx())
		_, err := w.Store.Apply(ctx, a, b.ID, func(done, total int) {
			if done >= 150 && total == 450 {
				cut()
			}
		})
		if err == nil {
			t.Fatal("went on")
		}
		other, err := app.Assemble(w.Ctx(), w.Config, w.DB, w.Store.Keys())
		w.Do(err)
		b, err = other.Store.Batch(w.Ctx(), a, b.ID)
		w.Do(err)
		if b.State != store.Applying || b.Done < 150 || b.Done == 450 || b.Left() != 450-b.Done {
			t.Fatalf("%+v", b)
		}
		b, err = other.Store.Apply(w.Ctx(), a, b.ID, nil)
		w.Do(err)
		if b.State != store.Applied || b.Done != 450 || total(w, a, reg) != 450 {
			t.Errorf("%+v, %d records", b, total(w, a, reg))
		}
		verified(w)
	})
}

// Two processes that apply one batch at once apply each row once.
func TestTwoApply(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		b := csv(w, a, reg, needs(450)...)
		ended := make(chan error)
		for range 2 {
			go func() {
				_, err := w.Store.Apply(w.Ctx(), a, b.ID, nil)
				ended <- err
			}()
		}
		for range 2 {
			if err := <-ended; err != nil && !fault.Is(err, fault.Conflict) { // the second may come when all is done
				t.Error(err)
			}
		}
		if n := total(w, a, reg); n != 450 {
			t.Errorf("%d records", n)
		}
		verified(w)
	})
}

// A record changed between staging and applying is not overwritten; a check
// across records leaves out its own row only.
func TestChangedMeanwhile(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		apply(w, a, csv(w, a, reg, needs(3)...))
		ids := imported(w, reg)
		rows := []string{"编号,具体说说"}
		for _, id := range ids {
			rows = append(rows, record.Code(id)+",改过的说法")
		}
		b := csv(w, a, reg, rows...)
		counts(t, b, 0, 3, 0, 0)
		_, err := w.Store.Edit(w.Ctx(), a, reg, ids[1], 1, record.Input{"detail": "别人先改的"}, "")
		w.Do(err)
		b = apply(w, a, b)
		counts(t, b, 0, 2, 0, 1)
		contains(t, said(w, a, b), "第 3 行 核对之后这条需求已被改过，没有覆盖")
		for i, want := range []string{"改过的说法", "别人先改的", "改过的说法"} {
			if n := Get(w, a, need.Needs, ids[i]); n.Detail != want || n.Version != 2 {
				t.Errorf("%d: %q version %d", i, n.Detail, n.Version)
			}
		}
		verified(w)
	})
}

// A row may name what another row of the table is to be, and is told to wait.
func TestRowsNamingRows(t *testing.T) {
	w := OnSQLite(t)
	a, reg := staff(), people.Units.Register
	rows := []string{"单位名称,单位类别,上级单位", "某局,党政机关,", "某局下属中心,事业单位,某局"}
	b := csv(w, a, reg, rows...)
	if b.New+b.Bad != 2 {
		t.Fatalf("%+v", b)
	}
	contains(t, said(w, a, b), "“某局”在这张表的第 2 行，还没有登记；先导入那一行，再导入这一行")
	apply(w, a, b)
	b = csv(w, a, reg, rows...)
	counts(t, b, 1, 0, 1, 0)
}
