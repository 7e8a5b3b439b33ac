package casework

import "sanshe/internal/figure"

// Figures are numbers without names: what a county needs to know of casework.
func Figures() []figure.Contract {
	open := figure.Contract{Name: "casework.open", Label: "在办个案", Unit: "个", Chapter: 3, Register: Cases.Register, Version: 1, Period: figure.AsOf, Alone: true,
		Owner: "县民政局", Rule: "当日还没有结案的个案", Excludes: "结案的、中途结束的", List: `SELECT c.id, c.area FROM {social_case} c JOIN {state social_case} s ON s.record = c.id AND s.state <> 'closed'`}
	groups := open
	groups.Name, groups.Label, groups.Register, groups.Period, groups.Dated = "casework.groups", "开展的小组", Groups.Register, figure.YearToDate, true
	groups.Rule, groups.Excludes = "今年开始、已经招募成组的小组", "还在筹备的"
	groups.List = `SELECT g.id, g.area, g.from_day AS d FROM {social_group} g JOIN {state social_group} s ON s.record = g.id AND s.state <> 'preparing' WHERE g.from_day >= {from} AND g.from_day <= {at}`
	return []figure.Contract{open, groups}
}
