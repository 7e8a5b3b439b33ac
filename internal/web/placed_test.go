package web_test

import (
	"fmt"
	"strings"
	"testing"

	"sanshe/internal/centre"
	"sanshe/internal/honour"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/store"
	"sanshe/internal/training"

	. "sanshe/internal/apptest"
)

// What lies where something else does is not asked for its place; what does not,
// is. Somewhere else it is refused by the place's name.
func TestPlaceIsAskedOnce(t *testing.T) {
	s := onSQLite(t)
	officer := s.as("officer")
	officer.get("/r/campaign/new").is(200).says("所在地")
	officer.get("/r/pact/new").is(200).silent("所在地")
	s.Batch(1, func(tx *store.Tx, _ int) error { // the table of divisions is loaded
		_, err := store.Add(tx, place.Divisions, Urban()[5], func(d *place.Division) {
			d.Code, d.Name, d.Level, d.From = Urban()[5], "第6社区居委会", place.Village, "2020-01-01"
		})
		return err
	})
	at := s.Make(s.Officer(), place.Communities.Register, Urban()[5], record.Input{"name": "第6社区", "urban": "是"})
	unit := s.Make(s.Officer(), people.Units.Register, County, record.Input{"name": "县医院", "kind": "事业单位"})
	pact := s.Make(s.Officer(), regional.Pacts.Register, County, record.Input{"title": "共建", "community": fmt.Sprint(at), "unit": fmt.Sprint(unit)})
	if p := Get(s.World, s.Officer(), regional.Pacts, pact); p.Area != Urban()[5] {
		t.Errorf("it lies in %s", p.Area)
	}
	_, err := s.Store.Create(s.Ctx(), s.Worker(), regional.Pacts.Register, "", record.Input{"title": "共建", "community": fmt.Sprint(at), "unit": fmt.Sprint(unit)}, "")
	if err == nil || !strings.Contains(err.Error(), "第6社区居委会不在您的辖区") {
		t.Errorf("elsewhere: %v", err)
	}
}

// A sum of money that nobody typed is not shown as nothing.
func TestNoMoneyIsNoMoney(t *testing.T) {
	s := onSQLite(t)
	officer := s.as("officer")
	at := s.Make(s.Worker(), centre.Centres.Register, Community, record.Input{"name": "滨江社区党群服务中心", "kind": "社区"})
	id := s.Make(s.Officer(), centre.Renovations.Register, County, record.Input{"title": "滨江中心亲民化改造", "centre": fmt.Sprint(at)})
	officer.get(fmt.Sprintf("/r/renovation/%d", id)).is(200).silent("0.00")
	officer.get(fmt.Sprintf("/r/renovation/%d/edit", id)).is(200).silent("0.00")
	officer.get("/r/renovation").is(200).silent("0.00")
}

// A step that was taken gives its place at the front to the one that leads on.
func TestTakenStepStandsBack(t *testing.T) {
	s := onSQLite(t)
	id := s.Make(s.Civil(), training.Certificates.Register, County, record.Input{"name": "陈桂芳", "phone": "13900001111", "level": "助理社会工作师", "number": "2026-1", "issued_on": "2026-01-05"})
	civil, path := s.as("civil"), fmt.Sprintf("/r/certificate/%d", id)
	first := func(label string) {
		t.Helper()
		if page := civil.get(path).is(200).body; !strings.Contains(page, `data-key="A"`) || !strings.Contains(page[strings.Index(page, "btn pri"):][:400], label) {
			t.Errorf("the first step is not %s: %.400s", label, page[strings.Index(page, "btn pri"):])
		}
	}
	first("登记")
	s.Step(s.Civil(), training.Certificates.Register, id, "register", store.Taking{In: record.Input{"registered_on": "2026-02-01"}})
	first("继续登记")
}

// A demonstration site is not named without the paper that names it.
func TestSiteIsNamedByPaper(t *testing.T) {
	s := onSQLite(t)
	id := s.Make(s.Officer(), honour.DemoSites.Register, County, record.Input{"name": "甲阵地", "kind": "示范阵地", "level": "市级", "begun_on": "2026-01-05"})
	officer, path := s.as("officer"), fmt.Sprintf("/r/demo_site/%d/do/name", id)
	officer.send(officer.get(path).is(200).form(path)).is(422).says("命名文件")
}

// A form does not ask what a record that has begun will be asked; a yes or no in a
// row is chosen, and comes back as it was.
func TestFormAsksWhatIsAskedNow(t *testing.T) {
	s := onSQLite(t)
	officer := s.as("officer")
	officer.get("/r/member_survey/new").is(200).says("正式党员").silent("暂缓组建到", "暂缓的批准人")
	form := officer.get("/r/scheme/new").is(200)
	if !strings.Contains(form.body, `<select id="f-bands.0.star"`) && !strings.Contains(form.body, `name="bands.0.star"><option`) {
		t.Error("星级 is typed")
	}
	id := s.Make(s.Officer(), honour.Schemes.Register, County, record.Input{"name": "双强四有", "year": "2026", "criteria": `[{"name":"组织强","weight":"100"}]`, "bands": `[{"name":"五星","from_score":"90","star":"是"}]`})
	path := fmt.Sprintf("/r/scheme/%d", id)
	if star := officer.get(path + "/edit").form(path).Get("bands.0.star"); star != "是" {
		t.Errorf("星级 comes back as %q", star)
	}
}
