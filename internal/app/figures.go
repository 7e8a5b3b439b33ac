package app

import (
	"sanshe/internal/casework"
	"sanshe/internal/centre"
	"sanshe/internal/figure"
	"sanshe/internal/giving"
	"sanshe/internal/honour"
	"sanshe/internal/incubation"
	"sanshe/internal/inservice"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/purchase"
	"sanshe/internal/regional"
	"sanshe/internal/service"
	"sanshe/internal/training"
	"sanshe/internal/volunteer"
	"sanshe/internal/web"
)

// Figures lists every indicator, in the order of the report.
func Figures() []figure.Contract {
	var out []figure.Contract
	for _, list := range [][]figure.Contract{party.Figures(), regional.Figures(), inservice.Figures(), honour.Figures(), centre.Figures(), org.Figures(), incubation.Figures(), training.Figures(), need.Figures(), service.Figures(),
		casework.Figures(), purchase.Figures(), volunteer.Figures(), giving.Figures()} {
		out = append(out, list...)
	}
	return out
}

// Boards are the four cards of the dashboard.
func Boards() []web.Board {
	return []web.Board{
		{Chapter: 1, Lead: "party.coverage_rate", Shape: "waffle",
			Parts: []string{"party.single", "party.joint_orgs", "party.deemed"}, Labels: []string{"单独组建", "联合组建", "视同覆盖"},
			Figures: []string{"party.single", "party.single_rate", "party.joint_branches", "party.joint_orgs", "party.deemed", "party.base", "party.instructors", "regional.members_reported"},
			Notes:   map[string]string{"party.base": "有党员的登记社会组织", "party.joint_orgs": "由联合党支部覆盖"}},
		{Chapter: 2, Lead: "org.registered", Note: "备案社区社会组织另计", Shape: "split",
			Parts: []string{"org.private_nonenterprise", "org.association"}, Labels: []string{"民办非企业", "社会团体"},
			Figures: []string{"org.private_nonenterprise", "org.association", "org.filed_groups", "incubation.incubating", "place.renovated", "place.residencies", "training.certified"},
			Notes:   map[string]string{"place.renovated": "今年验收", "place.residencies": "今年签约"}},
		{Chapter: 3, Lead: "service.held", Note: "今年已完成的活动", Shape: "columns",
			Figures: []string{"need.found", "need.listed_communities", "need.confirmed", "service.attendances", "service.people"},
			Notes:   map[string]string{"service.attendances": "一人来几次算几次", "service.people": "记了名的，同一人算一人"}},
		{Chapter: 4, Lead: "service.opinions", Note: "今年收到的评价", Shape: "columns", Figures: []string{"service.opinions_open", "need.lapsed", "need.gap", "party.unbuilt"},
			Notes: map[string]string{"need.gap": "缺口清单", "need.lapsed": "不算居民确认"}},
	}
}
