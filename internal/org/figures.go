package org

import "sanshe/internal/figure"

// live are the registered organisations that stand in the register on the day.
// Filed groups (备案) are never among them.
const live = `SELECT o.id, o.area FROM {social_org} o JOIN {state social_org} s ON s.record = o.id
	WHERE o.kind <> 'community_group' AND o.registered_on <= {at} AND s.state IN ('normal', 'abnormal', 'leaving')`

// Figures are the indicators of the register of social organisations.
func Figures() []figure.Contract {
	registered := figure.Contract{
		Name: "org.registered", Label: "登记社会组织", Unit: "家", Chapter: 2, Register: SocialOrgs.Register, Version: 1, Period: figure.AsOf, Owner: "县民政局",
		Rule:     "当日在册（正常、活动异常、注销中）的社会团体、民办非企业单位和基金会，一家算一家",
		Excludes: "备案的社区社会组织、筹备中的、已注销和已撤销的",
		Basis:    "社会团体登记管理条例；民办非企业单位登记管理暂行条例", List: live, Alone: true,
	}
	private, association := registered, registered
	private.Name, private.Label, private.Rule = "org.private_nonenterprise", "民办非企业单位", "登记社会组织中类型为民办非企业单位的"
	private.List = live + ` AND o.kind = 'private_nonenterprise'`
	association.Name, association.Label, association.Rule = "org.association", "社会团体", "登记社会组织中类型为社会团体的"
	association.List = live + ` AND o.kind = 'association'`
	filed := registered
	filed.Name, filed.Label, filed.Excludes = "org.filed_groups", "备案社区社会组织", "不计入登记社会组织"
	filed.Rule, filed.Basis = "当日备案在册的社区社会组织", "四川省社区社会组织登记备案管理暂行办法"
	filed.List = `SELECT o.id, o.area FROM {social_org} o JOIN {state social_org} s ON s.record = o.id
		WHERE o.kind = 'community_group' AND o.registered_on <= {at} AND s.state IN ('normal', 'abnormal')`
	return []figure.Contract{registered, private, association, filed}
}
