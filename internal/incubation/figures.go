package incubation

import "sanshe/internal/figure"

// Figures are the indicators of 培育扶持.
func Figures() []figure.Contract {
	now := figure.Contract{Name: "incubation.incubating", Label: "在孵社会组织", Unit: "家", Chapter: 2, Register: Incubations.Register, Version: 1, Period: figure.AsOf, Alone: true,
		Owner: "县民政局", Rule: "当日已签约入孵、还没有离开的", Excludes: "申请中的、已出壳和已退出的",
		List: `SELECT i.id, i.area FROM {incubation} i JOIN {state incubation} s ON s.record = i.id AND s.state = 'incubating' WHERE i.from_day <= {at}`}
	out := now
	out.Name, out.Label, out.Period, out.Dated = "incubation.graduated", "今年出壳的社会组织", figure.YearToDate, true
	out.Rule, out.Excludes = "今年通过出壳评估离开的", "中途退出的"
	out.List = `SELECT i.id, i.area, i.left_on AS d FROM {incubation} i JOIN {state incubation} s ON s.record = i.id AND s.state = 'graduated' WHERE i.left_on >= {from} AND i.left_on <= {at}`
	return []figure.Contract{now, out}
}
