package purchase

import "sanshe/internal/figure"

// Figures are the indicators of buying services. What was spent is what was paid;
// what is only promised stands beside it.
func Figures() []figure.Contract {
	spent := figure.Contract{Name: "purchase.spent", Label: "购买服务投入资金", Unit: "元", Chapter: 3, Register: Milestones.Register, Version: 1, Period: figure.Cumulative, Measure: figure.Sum, Shape: figure.Money,
		Owner: "县民政局、县财政局", Rule: "已支付的付款节点，按支付日期累计", Excludes: "还没有支付的、暂缓和不予支付的",
		List: `SELECT m.id, m.area, m.amount AS n FROM {milestone} m JOIN {state milestone} s ON s.record = m.id AND s.state = 'paid'
		JOIN {contract} c ON c.id = m.contract JOIN {project} p ON p.id = c.project
		WHERE m.paid_on >= {from} AND m.paid_on <= {at} AND ({id project} = 0 OR c.project = {id project}) AND ({of theme} = '' OR p.theme = {of theme})`}
	signed := spent
	signed.Name, signed.Label, signed.Register = "purchase.signed", "购买服务合同金额", Contracts.Register
	signed.Rule, signed.Excludes = "已签订的合同，按签订日期累计", "已解除的"
	signed.List = `SELECT c.id, c.area, c.amount AS n FROM {contract} c JOIN {state contract} s ON s.record = c.id AND s.state <> 'ended' JOIN {project} p ON p.id = c.project
		WHERE c.signed_on >= {from} AND c.signed_on <= {at} AND ({id project} = 0 OR c.project = {id project}) AND ({of theme} = '' OR p.theme = {of theme})`
	return []figure.Contract{spent, signed}
}
