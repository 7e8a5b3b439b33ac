package giving

import "sanshe/internal/figure"

// Figures are the indicators of pairing and giving.
func Figures() []figure.Contract {
	paired := figure.Contract{Name: "giving.paired_orgs", Label: "结对帮扶的社会组织", Unit: "家", Chapter: 3, Register: Pairings.Register, Version: 1, Period: figure.AsOf, Measure: figure.Distinct,
		Owner: "县委社会工作部（推断，可改）", Rule: "当日与村结对着的社会组织，与几个村结对都只算一家；数的是社会组织，不是村", Excludes: "已结束的",
		List: `SELECT p.id, p.area, p.org AS k FROM {pairing} p WHERE p.from_day <= {at} AND (p.until_day = '' OR p.until_day > {at}) AND ({of theme} = '' OR p.theme = {of theme})`}
	donated := figure.Contract{Name: "giving.donated", Label: "社会组织捐款", Unit: "元", Chapter: 3, Register: Donations.Register, Version: 1, Period: figure.Cumulative, Measure: figure.Sum, Shape: figure.Money,
		Owner: "县民政局", Rule: "社会组织捐赠的资金，按捐赠日期累计", Excludes: "物资的折价，单位和个人的捐赠",
		List: `SELECT d.id, d.area, d.money AS n FROM {donation} d WHERE d.donor_kind = 'org' AND d.money > 0 AND d.given_on >= {from} AND d.given_on <= {at} AND ({of theme} = '' OR d.theme = {of theme})`}
	return []figure.Contract{paired, donated}
}
