package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/inservice"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const reportHeads = "区划代码,姓名,手机号,所在单位,居住社区,报到日期,状态"

// memberRow gives the i-th member's row; every 125th is wrong in one of four ways
// until it is mended.
func memberRow(i int, mended bool) string {
	unit, place, on, phone := fmt.Sprintf("单位%d", i%83+1), i%11, "2026-02-03", fmt.Sprintf("139%08d", i)
	if i%125 == 7 && !mended {
		switch i / 125 % 4 {
		case 0:
			unit = "没有这个单位"
		case 1:
			on = "2026-02-30"
		case 2:
			phone = "1390000"
		case 3:
			on = "2027-01-01"
		}
	}
	return fmt.Sprintf("%s,党员%s,%s,%s,第%d社区,%s,", Urban()[place], numeral(i), phone, unit, place+1, on)
}

// memberRows gives n rows of members below their headings, and the rows of the
// wrong ones as they should be, by line.
func memberRows(n int) (rows []string, mended map[int64]record.Input) {
	rows, mended = []string{reportHeads}, map[int64]record.Input{}
	for i := range n {
		rows = append(rows, memberRow(i, false))
		if i%125 == 7 {
			c := strings.Split(memberRow(i, true), ",")
			mended[int64(i+2)] = record.Input{"phone": c[2], "unit": c[3], "reported_on": c[5]}
		}
	}
	return rows, mended
}

func numeral(n int) string {
	return strings.Map(func(d rune) rune { return []rune("零一二三四五六七八九")[d-'0'] }, fmt.Sprint(n))
}

func units(w *World, n int) {
	w.Helper()
	w.Batch(n, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, people.Units, County, func(u *people.Unit) { u.Name, u.Kind = fmt.Sprintf("单位%d", i+1), people.Agency })
		return err
	})
}

// 5,000 members in one file, 40 rows of it wrong. What can be seen at once is
// mended in place, what only the writing sees in the rows that are left: at the
// end they are 5,000 people.
func TestMembersReport(t *testing.T) {
	w := OnSQLite(t)
	w.On("2026-03-02").Communities()
	units(w, 83)
	rows, mended := memberRows(5000)
	a, reg := w.Officer(), inservice.MemberReports.Register
	b := csv(w, a, reg, rows...)
	counts(t, b, 4970, 0, 0, 30) // that a day has not come only the writing sees
	contains(t, said(w, a, b), "第 134 行 报到日期：2026年2月没有 30 日", "手机号应为 11 位", "没有找到单位“没有这个单位”，请核对名称，或先登记它")
	if len(mended) != 40 {
		t.Fatalf("%d rows are wrong", len(mended))
	}
	var left []string
	for i := 3*125 + 7; i < 5000; i += 4 * 125 {
		delete(mended, int64(i+2))
		left = append(left, memberRow(i, true))
	}
	b, err := w.Store.Mend(w.Ctx(), a, b.ID, store.Mending{Cells: mended})
	w.Do(err)
	counts(t, b, 5000, 0, 0, 0)
	b = apply(w, a, b)
	text := said(w, a, b)
	contains(t, text, "2027年1月1日还没有到")
	if n := strings.Count(text, "\n") + 1; b.Done != 4990 || n != 10 {
		t.Errorf("%d written, %d told of: %s", b.Done, n, text)
	}
	w.Says(figure.Question{Area: County}, map[string]string{"regional.members_reported": "4,990名"})
	b = apply(w, a, csv(w, a, reg, append([]string{reportHeads}, left...)...))
	counts(t, b, 10, 0, 0, 0)
	all := map[string]string{"regional.members_reported": "5,000名"}
	w.Says(figure.Question{Area: County}, all)

	// The head of the same file again: nobody reports twice.
	again := apply(w, a, csv(w, a, reg, rows[:8]...))
	contains(t, said(w, a, again), "这名党员已于 2026年2月3日在本社区报到")
	w.Says(figure.Question{Area: County}, all)
}

// A code of a division that is no more, or never was, is said in the row.
func TestDivisionThatIsNoMore(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02").Communities()
		units(w, 1)
		w.Batch(1, func(tx *store.Tx, _ int) error { // a county that has loaded the table of divisions
			_, err := store.Add(tx, place.Divisions, Community, func(d *place.Division) {
				d.Code, d.Name, d.Level, d.From = Community, "第1社区", place.Village, "2020-01-01"
			})
			return err
		})
		a, reg := w.Officer(), inservice.MemberReports.Register
		b := csv(w, a, reg, reportHeads, "510522103001,党员甲,13900000001,单位1,第1社区,2026-02-03,", Urban()[0]+",党员乙,13900000002,单位1,第1社区,2026-02-03,")
		counts(t, b, 1, 0, 0, 1)
		contains(t, said(w, a, b), "第 2 行", "510522103001")
	})
}

// What was imported is edited; the import then stays, and says which rows.
func TestUndoAfterEdits(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02").Communities()
		units(w, 1)
		a, reg := w.Officer(), inservice.MemberReports.Register
		b := apply(w, a, csv(w, a, reg, reportHeads,
			Urban()[0]+",党员甲,13900000001,单位1,第1社区,2026-02-03,", Urban()[1]+",党员乙,13900000002,单位1,第2社区,2026-02-03,", Urban()[2]+",党员丙,13900000003,单位1,第3社区,2026-02-03,"))
		ids := imported(w, reg)
		_, err := w.Store.Edit(w.Ctx(), a, reg, ids[1], 1, record.Input{"skills": "健康医疗"}, "")
		w.Do(err)
		_, err = w.Store.Undo(w.Ctx(), a, b.ID)
		refused(t, err, fault.Conflict, "不能整批撤销", "第 3 行：导入以后又改过")
		if strings.Contains(err.Error(), "第 2 行") || strings.Contains(err.Error(), "第 4 行") {
			t.Error(err)
		}
	})
}

// An organisation that is there under another spelling is not entered twice: the
// row says so, and becomes that organisation's once its number is filled in. Two
// that are there already are made one.
func TestOneOrganisationTwoSpellings(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		a, reg := w.Civil(), org.SocialOrgs.Register
		heads := "编号,名称,类型,登记日期,与名称相近的有什么不同"
		apply(w, a, csv(w, a, reg, heads, ",合江县邻里歌友队（荔城）,备案社区社会组织,2026-02-01,"))
		b := csv(w, a, reg, heads, ",泸州市合江县邻里 歌友队(荔城),备案社区社会组织,2026-02-01,")
		counts(t, b, 0, 0, 0, 1)
		contains(t, said(w, a, b), "只差写法", "填它的编号")
		first := imported(w, reg)[0]
		b = csv(w, a, reg, heads, record.Code(first)+",泸州市合江县邻里 歌友队(荔城),备案社区社会组织,2026-02-01,")
		counts(t, b, 0, 1, 0, 0)
		apply(w, a, csv(w, a, reg, heads, ",邻里歌友队荔城,备案社区社会组织,2026-02-01,是另一个小区的"))
		w.Says(figure.Question{Area: County}, map[string]string{"org.filed_groups": "2家"})
		ids := imported(w, reg)
		_, err := w.Store.Merge(w.Ctx(), a, reg, ids[0], ids[1], "同一支队伍", "")
		w.Do(err)
		w.Says(figure.Question{Area: County}, map[string]string{"org.filed_groups": "1家"})
		_, err = w.Store.Unmerge(w.Ctx(), a, reg, ids[1], "是两支", "")
		w.Do(err)
		w.Says(figure.Question{Area: County}, map[string]string{"org.filed_groups": "2家"})
	})
}
