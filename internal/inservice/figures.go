package inservice

import "sanshe/internal/figure"

// Figures are the indicators of 双报到. A unit or member who moves is one all the
// while; lists of communities are never added up.
func Figures() []figure.Contract {
	owner := "县直机关工委（推断，可改）"
	units := figure.Contract{Name: "regional.units_reported", Label: "双报到的县级单位党组织", Unit: "个", Chapter: 1, Register: UnitReports.Register, Version: 1, Period: figure.AsOf, Measure: figure.Distinct,
		Owner: owner, Rule: "当日在社区报到的单位，一个单位算一个", Excludes: "已转出而没有重新报到的",
		List: `SELECT u.id, u.area, u.unit AS k FROM {unit_report} u WHERE u.reported_on <= {at} AND (u.until_day = '' OR u.until_day > {at})`}
	members := figure.Contract{Name: "regional.members_reported", Label: "双报到的在职党员", Unit: "名", Chapter: 1, Register: MemberReports.Register, Version: 1, Period: figure.AsOf, Measure: figure.Distinct,
		Owner: owner, Rule: "当日在居住社区报到的在职党员，一个人算一名；迁居的从新报到之日起算在新的社区", Excludes: "已转出而没有重新报到的",
		List: `SELECT m.id, m.area, m.person AS k FROM {member_report} m WHERE m.reported_on <= {at} AND (m.until_day = '' OR m.until_day > {at})`}
	done := figure.Contract{Name: "regional.claims_done", Label: "办成的认领事项", Unit: "件", Chapter: 1, Register: Claims.Register, Version: 1, Period: figure.YearToDate, Dated: true, Alone: true,
		Owner: owner, Rule: "今年由在职党员认领并办成的岗位和微心愿，按件数；不按人排列", Excludes: "还没有办成的、放弃认领的",
		List: `SELECT c.id, c.area, c.done_on AS d FROM {claim} c JOIN {state claim} s ON s.record = c.id AND s.state = 'done' WHERE c.done_on >= {from} AND c.done_on <= {at}`}
	return []figure.Contract{units, members, done}
}
