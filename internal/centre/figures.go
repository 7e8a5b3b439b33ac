package centre

import "sanshe/internal/figure"

// Figures are the indicators of 建好活动阵地.
func Figures() []figure.Contract {
	done := figure.Contract{Name: "place.renovated", Label: "完成亲民化改造的党群服务中心", Unit: "个", Chapter: 2, Register: Renovations.Register, Version: 1, Period: figure.YearToDate, Measure: figure.Distinct,
		Owner: "县委社会工作部（推断，可改）", Rule: "今年验收合格的亲民化改造，一个中心算一个；按验收日期（北京时间）算在哪一年", Excludes: "还在施工的、终止的",
		List: `SELECT r.id, r.area, r.centre AS k FROM {renovation} r JOIN {state renovation} s ON s.record = r.id AND s.state IN ('accepted', 'opened')
		WHERE r.accepted_on >= {from} AND r.accepted_on <= {at}`}
	in := figure.Contract{Name: "place.residencies", Label: "今年入驻党群服务中心的社会组织", Unit: "家", Chapter: 2, Register: Residencies.Register, Version: 1, Period: figure.YearToDate, Measure: figure.Distinct,
		Owner: done.Owner, Rule: "今年签约入驻的社会组织和社会企业，一家算一家；入驻后又退出的仍算在入驻的那一年", Excludes: "意向、申请和评审中的",
		List: `SELECT r.id, r.area, CASE WHEN r.org <> 0 THEN r.org ELSE -r.enterprise END AS k FROM {residency} r JOIN {state residency} s ON s.record = r.id AND s.state IN ('resident', 'left')
		WHERE r.from_day <> '' AND r.from_day >= {from} AND r.from_day <= {at}`}
	now := in
	now.Name, now.Label, now.Period = "place.resident_now", "在驻的社会组织", figure.AsOf
	now.Rule, now.Excludes = "当日在驻、协议没有到期的社会组织和社会企业，一家算一家", "协议到期没有续驻的"
	now.List = `SELECT r.id, r.area, CASE WHEN r.org <> 0 THEN r.org ELSE -r.enterprise END AS k FROM {residency} r JOIN {state residency} s ON s.record = r.id AND s.state = 'resident'
		WHERE r.from_day <= {at} AND r.last_day >= {at}`
	return []figure.Contract{done, in, now}
}
