package report

import (
	"bytes"
	"fmt"
	"testing"
)

// county knows the figures that 合江县 published, and counts the questions.
type county struct {
	figures map[string]Figure
	asked   map[string]int
}

func (c county) Figure(name string) (Figure, error) {
	c.asked[name]++
	f, ok := c.figures[name]
	if !ok {
		return Figure{Missing: true}, nil
	}
	return f, nil
}

// available are the figures of the registers that exist so far.
func available() county {
	c := county{map[string]Figure{}, map[string]int{}}
	count := func(name, label, unit, text, code, rule string) {
		c.figures[name] = Figure{Label: label, Unit: unit, Text: text, Value: text, Rule: rule,
			At: "2026-09-30", Definition: 1, URL: "/figures/" + name + "?at=2026-09-30", Code: code}
	}
	ratio := func(name, label, text, value, code, rule string, n, d int64) {
		count(name, label, "%", text, code, rule)
		f := c.figures[name]
		f.Value, f.Numerator, f.Denominator = value, &n, &d
		c.figures[name] = f
	}
	count("party.single", "单独建立党支部", "个", "63", "S01", "在册、单独建立党支部的社会组织")
	ratio("party.single_rate", "单独建党率", "80.77%", "80.77", "S02", "单独建立党支部的社会组织，占有三名以上正式党员的社会组织", 63, 78)
	count("party.joint_branches", "联合党支部", "个", "3", "S03", "在册的联合党支部")
	count("party.joint_orgs", "联合覆盖社会组织", "个", "9", "S04", "由联合党支部覆盖的社会组织")
	count("party.deemed", "视同覆盖", "个", "2", "S05", "经批准视同覆盖的社会组织")
	ratio("party.coverage_rate", "党组织覆盖率", "94.87%", "94.87", "S06", "单独、联合、视同覆盖的社会组织，占有三名以上正式党员的社会组织", 74, 78)
	count("org.private_nonenterprise", "民办非企业单位", "家", "140", "S07", "登记在册的民办非企业单位")
	count("org.association", "社会团体", "家", "102", "S08", "登记在册的社会团体")
	count("need.found", "发现居民需求", "个", "117", "S09", "今年以来登记且核实的居民需求，合并的只计一次")
	count("service.held", "社区服务", "次", "586", "S10", "今年以来已开展的社区服务，几个社区合办的只计一次")
	ratio("need.listed_communities", "建立三张清单的城市社区", "100.00%", "100", "S11", "需求、资源、项目三张清单都已发布的城市社区，占城市社区", 11, 11)
	return c
}

// complete adds the other figures.
func complete() county {
	c, all := available(), int64(242)
	c.figures["party.work_coverage"] = Figure{Label: "党的工作覆盖", Text: "242", Value: "242", Numerator: &all, Denominator: &all}
	for name, text := range map[string]string{
		"party.instructors": "47", "regional.liaisons": "11", "regional.units_reported": "83",
		"regional.members_reported": "4400", "honour.star_orgs": "5", "honour.demo_sites": "2",
		"honour.demo_sites_building": "1", "place.renovated": "5", "place.residencies": "4", "training.trained@meishan": "7",
		"training.trained@exam": "150", "training.certified": "32", "purchase.spent@children": "近100万",
		"service.beneficiaries@children": "近1万", "service.held@apartment": "8", "service.person_times@haircut": "100余", "service.person_times@nails": "80余",
		"giving.paired_orgs": "43", "volunteer.registered": "8184", "giving.donated@epidemic": "逾35万",
		"service.held@epidemic": "400余", "duty.measures": "14", "access.lists": "2", "staff.posts": "4",
		"staff.grades": "18", "fund.startup_standard": "0.5万", "fund.annual_standard": "0.3万",
		"assess.appraised": "242",
	} {
		c.figures[name] = Figure{Label: name, Text: text, Value: text, At: "2026-09-30"}
	}
	return c
}

// listed says how many of the communities have all three lists.
func (c county) listed(n, d int64) county {
	f := c.figures["need.listed_communities"]
	f.Numerator, f.Denominator, f.Text = &n, &d, "—"
	if d > 0 {
		f.Text = fmt.Sprintf("%.2f%%", 100*float64(n)/float64(d))
	}
	c.figures["need.listed_communities"] = f
	return c
}

// with names one figure anew.
func (c county) with(name string, f Figure) county {
	c.figures[name] = f
	return c
}

func fill(t testing.TB, template string, src Source) *Filled {
	t.Helper()
	doc, err := Parse(template)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Render(doc, src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// written is what one of a report's writers writes.
func written(t testing.TB, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func plainText(t testing.TB, f *Filled) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return f.Text(b) })
}

func html(t testing.TB, f *Filled) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return f.HTML(b) })
}

func docx(t testing.TB, f *Filled, opts Options) string {
	t.Helper()
	return written(t, func(b *bytes.Buffer) error { return f.DOCX(b, opts) })
}
