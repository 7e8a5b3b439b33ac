package honour

import "sanshe/internal/figure"

// Figures are the indicators of 强化示范引领. What is still in the making is
// counted apart from what has been named, and never added to it.
func Figures() []figure.Contract {
	stars := figure.Contract{Name: "honour.star_orgs", Label: "星级社会组织党组织", Unit: "个", Chapter: 1, Register: Entries.Register, Version: 1, Period: figure.AsOf, Alone: true,
		Owner: "县委社会工作部（推断，可改）", Rule: "当日已命名、没有摘星、在有效期内的星级党组织", Excludes: "公示中的；已摘星的自生效日起不计",
		List: `SELECT e.id, e.area FROM {grading_entry} e JOIN {state grading_entry} s ON s.record = e.id AND s.state = 'named'
		WHERE e.star = 1 AND e.named_on <= {at} AND (e.last_day = '' OR e.last_day >= {at})`}
	sites := stars
	sites.Name, sites.Label, sites.Register = "honour.demo_sites", "市级示范阵地", DemoSites.Register
	sites.Rule, sites.Excludes = "当日已命名、没有摘牌的市级示范阵地和示范点", "正在打造的、已申报的另列，不并入；已摘牌的自生效日起不计"
	sites.List = `SELECT d.id, d.area FROM {demo_site} d JOIN {state demo_site} s ON s.record = d.id AND s.state = 'named' WHERE d.level = 'city'`
	making := sites
	making.Name, making.Label = "honour.demo_sites_building", "正在打造的市级示范点"
	making.Rule, making.Excludes = "当日正在打造或已申报、还没有命名的市级示范阵地和示范点", "已命名的"
	making.List = `SELECT d.id, d.area FROM {demo_site} d JOIN {state demo_site} s ON s.record = d.id AND s.state IN ('building', 'applied') WHERE d.level = 'city'`
	running := stars
	running.Name, running.Label, running.Register = "honour.campaigns", "进行中的专项行动", Campaigns.Register
	running.Rule, running.Excludes = "当日在行动期内、还没有结束的专项行动；每项都有批准文件和结束日期", "未开展的；过了结束日期的"
	running.List = `SELECT c.id, c.area FROM {campaign} c JOIN {state campaign} s ON s.record = c.id AND s.state = 'running' WHERE c.from_day <= {at} AND c.last_day >= {at}`
	return []figure.Contract{stars, sites, making, running}
}
