package party

import (
	"sanshe/internal/figure"
	"sanshe/internal/org"
)

// base are the live registered organisations whose last verified survey by the
// day found at least one Party member, probationary ones included (纳入基数,
// definition 1). It is not 应建: that takes three full members.
const base = `SELECT o.id, o.area FROM {social_org} o
	JOIN {state social_org} s ON s.record = o.id
	JOIN (SELECT org, full_members + probationary_members AS members FROM (
			SELECT m.org, m.full_members, m.probationary_members, row_number() OVER (PARTITION BY m.org ORDER BY m.surveyed_on DESC, m.id DESC) AS place
			FROM {member_survey} m JOIN {state member_survey} v ON v.record = m.id AND v.state = 'verified'
			WHERE m.surveyed_on <= {at}) AS ranked WHERE place = 1) AS last ON last.org = o.id
	WHERE o.kind <> 'community_group' AND o.registered_on <= {at} AND s.state IN ('normal', 'abnormal', 'leaving') AND last.members >= {setting party.base_least_members}`

// reached are those of the base that a row of coverage reaches on the day.
func reached(kinds string) string {
	return base + ` AND EXISTS (SELECT 1 FROM {party_coverage} c WHERE c.org = o.id AND c.kind IN (` + kinds + `)
		AND c.from_day <= {at} AND (c.until_day = '' OR c.until_day > {at}))`
}

// registered are all live registered organisations, the other base that is
// sometimes asked for and never takes the first one's place.
const registered = `SELECT o.id, o.area FROM {social_org} o JOIN {state social_org} s ON s.record = o.id
	WHERE o.kind <> 'community_group' AND o.registered_on <= {at} AND s.state IN ('normal', 'abnormal', 'leaving')`

// Figures are the indicators of 夯实组织基础.
func Figures() []figure.Contract {
	make := func(name, label, unit, rule, list string) figure.Contract {
		return figure.Contract{Name: name, Label: label, Unit: unit, Chapter: 1, Register: org.SocialOrgs.Register, Version: 1, Period: figure.AsOf,
			Owner: "县委社会工作部（推断，可改）", Rule: rule, List: list, Settings: []string{"party.base_least_members"},
			Alone: true, Beside: map[string]string{"member_survey": "org", "party_coverage": "org"},
			Excludes: "备案的社区社会组织；已注销、已撤销的自退出之日起不计，以前各日不变",
			Basis:    "中办发〔2015〕51号《关于加强社会组织党的建设工作的意见（试行）》；《中国共产党支部工作条例（试行）》"}
	}
	single, joint, deemed := "'single'", "'joint'", "'deemed'"
	all := "'single', 'joint', 'deemed'"
	baseFigure := make("party.base", "纳入基数", "家", "当日在册、最近一次核实的摸排中有党员（含预备党员）的登记社会组织。口径第 1 版（推断）；不是“应建”", base)
	rate := make("party.single_rate", "单独建党率", "%", "纳入基数中单独建立党支部的社会组织，除以纳入基数", reached(single))
	rate.Of, rate.Shape, rate.Each, rate.Adds, rate.Base = base, figure.Percent, "家", []string{"party.single"}, "party.base"
	coverage := make("party.coverage_rate", "党组织覆盖率", "%", "纳入基数中单独组建、联合组建、视同覆盖的社会组织，除以纳入基数；一家只计一次", reached(all))
	coverage.Of, coverage.Shape, coverage.Each, coverage.Base = base, figure.Percent, "家", "party.base"
	coverage.Adds = []string{"party.single", "party.joint_orgs", "party.deemed"}
	over := coverage
	over.Name, over.Label = "party.coverage_rate_registered", "党组织覆盖率（口径：全部登记）"
	over.Base = "org.registered"
	over.Rule, over.Of = "同样的社会组织，除以全部登记社会组织；与纳入基数口径并列，不能代替", registered
	branches := make("party.joint_branches", "联合党支部", "个", "当日已成立、未撤销的联合党支部，按支部数，不按覆盖的社会组织数",
		`SELECT p.id, p.area FROM {party_org} p JOIN {state party_org} s ON s.record = p.id AND s.state = 'founded'
		WHERE p.kind = 'joint_branch' AND p.founded_on <= {at}`)
	branches.Register, branches.Settings, branches.Beside = PartyOrgs.Register, nil, nil
	due := make("party.unbuilt", "应建未建", "家", "最近一次核实的摸排中有 3 名以上正式党员、还没有单独建立党支部的登记社会组织",
		`SELECT o.id, o.area FROM {social_org} o
		JOIN {state social_org} s ON s.record = o.id
		JOIN (SELECT org, full_members FROM (
				SELECT m.org, m.full_members, row_number() OVER (PARTITION BY m.org ORDER BY m.surveyed_on DESC, m.id DESC) AS place
				FROM {member_survey} m JOIN {state member_survey} v ON v.record = m.id AND v.state = 'verified'
				WHERE m.surveyed_on <= {at}) AS ranked WHERE place = 1) AS last ON last.org = o.id
		WHERE o.kind <> 'community_group' AND o.registered_on <= {at} AND s.state IN ('normal', 'abnormal', 'leaving') AND last.full_members >= 3
		AND NOT EXISTS (SELECT 1 FROM {party_coverage} c WHERE c.org = o.id AND c.kind = 'single' AND c.from_day <= {at} AND (c.until_day = '' OR c.until_day > {at}))`)
	due.Settings = nil
	return append([]figure.Contract{
		coverage, baseFigure,
		make("party.single", "单独建立党支部", "个", "纳入基数中单独建立党支部的社会组织；一家一个支部", reached(single)), rate,
		branches, make("party.joint_orgs", "联合覆盖社会组织", "家", "纳入基数中由联合党支部覆盖的社会组织", reached(joint)),
		make("party.deemed", "视同覆盖", "个", "纳入基数中视同覆盖的社会组织，依据和佐证见记录", reached(deemed)),
		due, over,
	}, workFigures(due.Owner)...)
}

// serving are the postings in force on the day whose instructor is appointed
// that day: a term that has run out covers nobody.
const serving = `SELECT p.org FROM {posting} p JOIN {instructor} i ON i.id = p.instructor
	JOIN {state posting} ps ON ps.record = p.id AND ps.state = 'posted' JOIN {state instructor} st ON st.record = i.id AND st.state = 'serving'
	WHERE p.from_day <= {at} AND (p.last_day = '' OR p.last_day >= {at}) AND i.appointed_on <= {at} AND (i.last_day = '' OR i.last_day >= {at})`

// worked are the registered organisations the Party's work reaches: by a Party
// organisation, or by an instructor.
const worked = registered + ` AND (o.id IN (` + serving + `) OR EXISTS (SELECT 1 FROM {party_coverage} c WHERE c.org = o.id
	AND c.kind IN ('single', 'joint', 'deemed') AND c.from_day <= {at} AND (c.until_day = '' OR c.until_day > {at})))`

// workFigures are the indicators of 工作覆盖, apart from those of 组织覆盖.
func workFigures(owner string) []figure.Contract {
	instructors := figure.Contract{Name: "party.instructors", Label: "党建指导员", Unit: "名", Chapter: 1, Register: Instructors.Register, Version: 1, Period: figure.AsOf, Owner: owner, Alone: true,
		Rule: "当日在聘的党建指导员，一个人算一名；聘期届满的自次日起不计", Basis: "中办发〔2015〕51号《关于加强社会组织党的建设工作的意见（试行）》",
		List: `SELECT i.id, i.area FROM {instructor} i JOIN {state instructor} s ON s.record = i.id AND s.state = 'serving'
		WHERE i.appointed_on <= {at} AND (i.last_day = '' OR i.last_day >= {at})`}
	work := figure.Contract{Name: "party.work_coverage", Label: "党的工作覆盖", Unit: "家", Chapter: 1, Register: org.SocialOrgs.Register, Version: 1, Period: figure.AsOf, Owner: owner, Shape: figure.Part,
		Rule:     "登记社会组织中，有党组织覆盖（单独、联合、视同）或有在聘指导员在派的；以全部登记社会组织为底数，与党组织覆盖率的纳入基数不同",
		Excludes: "备案的社区社会组织；已注销、已撤销的；聘期、派期届满而没有续派的不算", Basis: instructors.Basis, List: worked, Of: registered, Base: "org.registered"}
	rate := work
	rate.Name, rate.Label, rate.Unit, rate.Shape, rate.Each = "party.work_coverage_rate", "党的工作覆盖率", "%", figure.Percent, "家"
	waiting := work
	waiting.Name, waiting.Label, waiting.Shape, waiting.Base, waiting.Of = "party.unreached", "待派指导员的社会组织", figure.Plain, "", ""
	waiting.Rule, waiting.Excludes = "登记社会组织中，当日既没有党组织覆盖、也没有在聘指导员在派的", "备案的社区社会组织"
	waiting.List = registered + ` AND o.id NOT IN (` + serving + `) AND NOT EXISTS (SELECT 1 FROM {party_coverage} c WHERE c.org = o.id
	AND c.kind IN ('single', 'joint', 'deemed') AND c.from_day <= {at} AND (c.until_day = '' OR c.until_day > {at}))`
	short := instructors
	short.Name, short.Label, short.Unit, short.Register = "party.elections_due", "换届到期的党组织", "个", PartyOrgs.Register
	short.Rule, short.Basis = "已成立、换届日期已到的党组织", "《中国共产党支部工作条例（试行）》：任期届满按期换届"
	short.List = `SELECT p.id, p.area FROM {party_org} p JOIN {state party_org} s ON s.record = p.id AND s.state = 'founded' WHERE p.election_due <> '' AND p.election_due <= {at}`
	built := instructors
	built.Name, built.Label, built.Unit, built.Register, built.Period, built.Dated = "party.built", "今年新建党组织", "个", PartyOrgs.Register, figure.YearToDate, true
	built.Rule, built.Excludes, built.Basis = "今年批复成立的党组织", "筹建中的、已撤销的", instructors.Basis
	built.List = `SELECT p.id, p.area, p.founded_on AS d FROM {party_org} p JOIN {state party_org} s ON s.record = p.id AND s.state = 'founded' WHERE p.founded_on >= {from} AND p.founded_on <= {at}`
	small := short
	small.Name, small.Label = "party.small_branches", "正式党员不足 3 名的党支部"
	small.Rule = "已成立的党支部、联合党支部中，所覆盖的社会组织最近一次核实的摸排，正式党员合计不足 3 名的"
	small.Excludes, small.Basis = "还有社会组织没有摸排过的；功能型党组织和党总支、党委", "《中国共产党支部工作条例（试行）》：正式党员 3 人以上的，成立党支部"
	small.Alone = false // whose members count is said by coverage, not by the branch
	small.List = `SELECT p.id, p.area FROM {party_org} p JOIN {state party_org} s ON s.record = p.id AND s.state = 'founded'
		JOIN (SELECT c.party_org FROM {party_coverage} c LEFT JOIN (SELECT org, full_members FROM (
				SELECT m.org, m.full_members, row_number() OVER (PARTITION BY m.org ORDER BY m.surveyed_on DESC, m.id DESC) AS place
				FROM {member_survey} m JOIN {state member_survey} v ON v.record = m.id AND v.state = 'verified'
				WHERE m.surveyed_on <= {at}) AS ranked WHERE place = 1) AS last ON last.org = c.org
			WHERE c.kind IN ('single', 'joint') AND c.from_day <= {at} AND (c.until_day = '' OR c.until_day > {at})
			GROUP BY c.party_org HAVING count(*) = count(last.org) AND sum(last.full_members) < 3) AS few ON few.party_org = p.id
		WHERE p.kind IN ('branch', 'joint_branch') AND p.founded_on <= {at}`
	return []figure.Contract{instructors, work, rate, waiting, short, built, small}
}
