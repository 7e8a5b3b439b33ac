package need

import (
	"sanshe/internal/figure"
	"sanshe/internal/place"
)

// Figures are the indicators of the three lists.
func Figures() []figure.Contract {
	found := `SELECT n.id, n.area, n.raised_on AS d FROM {need} n JOIN {state need} s ON s.record = n.id
		WHERE n.raised_on >= {from} AND n.raised_on <= {at} AND s.state NOT IN ('raised', 'refused', 'merged', 'withdrawn')`
	need := figure.Contract{Name: "need.found", Label: "居民需求", Unit: "个", Chapter: 3, Register: Needs.Register, Version: 1, Period: figure.YearToDate, Dated: true,
		Owner: "县委社会工作部（推断，可改）", Rule: "今年提出、经核实受理的需求；合并的从合并之日起只算一件",
		Excludes: "还没有受理的、不予受理的、已撤回的、已合并到别件的", List: found, Alone: true}
	confirmed, silent := need, need
	confirmed.Name, confirmed.Label, confirmed.Rule, confirmed.Dated = "need.confirmed", "居民确认办好", "今年提出的需求中，办结并由居民确认的", false
	confirmed.List = `SELECT n.id, n.area FROM {need} n JOIN {state need} s ON s.record = n.id
		WHERE n.raised_on >= {from} AND n.raised_on <= {at} AND s.state = 'closed' AND n.answer = 'confirmed'`
	silent.Name, silent.Label, silent.Rule, silent.Dated = "need.lapsed", "逾期未答复办结", "今年提出的需求中，居民逾期没有答复而办结的；不算居民确认", false
	silent.List = `SELECT n.id, n.area FROM {need} n JOIN {state need} s ON s.record = n.id
		WHERE n.raised_on >= {from} AND n.raised_on <= {at} AND s.state = 'closed' AND n.answer = 'silent'`
	gap := need
	gap.Name, gap.Label, gap.Rule, gap.Dated = "need.gap", "暂无资源的需求", "当日仍记为暂无资源的需求（缺口清单）", false
	gap.Period = figure.AsOf
	gap.List = `SELECT n.id, n.area FROM {need} n JOIN {state need} s ON s.record = n.id WHERE s.state = 'no_resource'`
	urban := `SELECT c.id, c.area FROM {community} c WHERE c.urban = 1`
	published := func(kind string) string {
		return ` AND EXISTS (SELECT 1 FROM {list_edition} e JOIN {state list_edition} s ON s.record = e.id AND s.state = 'published'
			WHERE e.area = c.area AND e.kind = '` + kind + `' AND e.published_on >= {from} AND e.published_on <= {at} AND e.items > 0)`
	}
	listed := figure.Contract{Name: "need.listed_communities", Label: "建立三张清单的城市社区", Unit: "个", Chapter: 3, Register: place.Communities.Register, Version: 1,
		Period: figure.YearToDate, Shape: figure.Part, Owner: "县委社会工作部（推断，可改）",
		Rule: "今年需求、资源、项目三张清单都发布过、清单里有内容的城市社区，对全部城市社区", List: urban + published("need") + published("resource") + published("project"), Of: urban}
	return []figure.Contract{need, confirmed, silent, gap, listed}
}
