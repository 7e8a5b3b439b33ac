package training

import "sanshe/internal/figure"

// Figures are the indicators of 强化教育培训. Trained persons and person-times are
// two figures; how many of those trained hold a certificate is none, for they are
// not the same people.
func Figures() []figure.Contract {
	owner := "县民政局"
	trained := figure.Contract{Name: "training.trained", Label: "参训人数", Unit: "名", Chapter: 2, Register: Attendances.Register, Version: 1, Period: figure.Cumulative, Measure: figure.Distinct,
		Owner: owner, Rule: "参加过已举办的培训的人，同一个人只算一名", Excludes: "计划中的、已取消的培训",
		List: `SELECT a.id, a.area, a.person AS k ` + attended}
	times := figure.Contract{Name: "training.person_times", Label: "参训人次", Unit: "人次", Chapter: 2, Register: Attendances.Register, Version: 1, Period: figure.Cumulative, Measure: figure.Sum,
		Owner: owner, Rule: "参加已举办的培训的课次之和，一人来几课算几次", Excludes: trained.Excludes,
		List: `SELECT a.id, a.area, a.times AS n ` + attended}
	certified := figure.Contract{Name: "training.certified", Label: "持证社工", Unit: "名", Chapter: 2, Register: Certificates.Register, Version: 1, Period: figure.AsOf, Measure: figure.Distinct,
		Owner: owner, Rule: "当日持有有效社会工作者职业资格证书的人，一人几证只算一名", Excludes: "证书已注销的",
		List: `SELECT c.id, c.area, c.person AS k FROM {certificate} c JOIN {state certificate} s ON s.record = c.id AND s.state = 'valid' WHERE c.issued_on <= {at}`}
	var levels []figure.Contract
	for _, l := range []struct{ name, label, level, above string }{
		{"assistant", "助理社会工作师（最高级别）", "assistant", "'social_worker', 'senior'"}, {"social_worker", "社会工作师（最高级别）", "social_worker", "'senior'"}, {"senior", "高级社会工作师", "senior", "''"}} {
		c := certified
		c.Name, c.Label = "training.certified_"+l.name, l.label
		c.Rule = "持证社工中，最高级别是" + l.label + "的；有更高级别证书的不算在这一级"
		c.List = certified.List + ` AND c.level = '` + l.level + `' AND NOT EXISTS (SELECT 1 FROM {certificate} h JOIN {state certificate} hs ON hs.record = h.id AND hs.state = 'valid'
			WHERE h.person = c.person AND h.issued_on <= {at} AND h.level IN (` + l.above + `))`
		levels = append(levels, c)
	}
	lapsed := certified
	lapsed.Name, lapsed.Label, lapsed.Unit, lapsed.Measure, lapsed.Alone = "training.registration_lapsed", "登记已过期的证书", "本", figure.Count, true
	lapsed.Rule, lapsed.Excludes = "有效证书中，登记有效期已过的", "从未登记的"
	lapsed.List = certified.List + ` AND c.last_day <> '' AND c.last_day < {at}`
	red := certified
	red.Name, red.Label, red.Register = "training.red_workers", "红色社工", SocialWorkers.Register
	red.Rule, red.Excludes = "当日在岗的社工中标为红色社工的，一个人算一名", "已离岗的"
	red.List = `SELECT w.id, w.area, w.person AS k FROM {social_worker} w WHERE w.red = 1 AND w.from_day <= {at} AND (w.until_day = '' OR w.until_day > {at})`
	return append([]figure.Contract{trained, times, certified, lapsed, red}, levels...)
}

// attended are those who came to trainings that were held.
const attended = `FROM {attendance} a JOIN {training} t ON t.id = a.training JOIN {state training} s ON s.record = t.id AND s.state = 'held' WHERE t.from_day >= {from} AND t.from_day <= {at}
	AND ({id training} = 0 OR t.id = {id training}) AND ({of kind} = '' OR t.kind = {of kind})`
