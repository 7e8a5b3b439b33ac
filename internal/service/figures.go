package service

import "sanshe/internal/figure"

// ofOne asks of one project's or one theme's activities.
const ofOne = ` AND ({id project} = 0 OR a.project = {id project}) AND ({of theme} = '' OR a.theme = {of theme})`

// held are the activities that took place within the period.
const held = `FROM {activity} a JOIN {state activity} s ON s.record = a.id AND s.state = 'held' WHERE a.held_on >= {from} AND a.held_on <= {at}` + ofOne

// Figures are the indicators of services. 场次, 人次, 人数 and 时长 are four of them.
func Figures() []figure.Contract {
	events := figure.Contract{Name: "service.held", Label: "社区服务", Unit: "次", Chapter: 3, Register: Activities.Register, Version: 1, Period: figure.YearToDate, Dated: true,
		Owner: "县委社会工作部（推断，可改）", Rule: "今年已完成的服务活动，按场次；几个社区合办的，全县算一场，每个社区各算一场",
		Excludes: "计划中的、已取消的", List: `SELECT a.id, a.area, a.held_on AS d ` + held, Alone: true}
	people := figure.Contract{Name: "service.people", Label: "参与人数", Unit: "人", Chapter: 3, Register: Participations.Register, Version: 1, Period: figure.YearToDate, Measure: figure.Distinct,
		Owner: events.Owner, Rule: "今年已完成的活动中记了名的人，同一个人只算一人；没有登记为人员的，按姓名和社区认",
		Excludes: "没有记名的人数，另列为人次", List: `SELECT p.id, p.area, CASE WHEN p.person <> 0 THEN CAST(p.person AS TEXT) ELSE p.area || p.name END AS k
		FROM {participation} p JOIN {activity} a ON a.id = p.activity JOIN {state activity} s ON s.record = a.id AND s.state = 'held' WHERE a.held_on >= {from} AND a.held_on <= {at}`}
	beside := map[string]string{"participation": "activity"}
	visits := events
	visits.Name, visits.Label, visits.Unit, visits.Measure, visits.Dated, visits.Beside = "service.attendances", "参与人次", "人次", figure.Sum, false, beside
	visits.Rule = "今年已完成的活动中，记了名的参与加上没有记名的人数；一人来几次算几次"
	visits.List = `SELECT a.id, a.area, a.unnamed + (SELECT count(*) FROM {participation} p WHERE p.activity = a.id) AS n ` + held
	minutes := events
	minutes.Name, minutes.Label, minutes.Unit, minutes.Measure, minutes.Dated, minutes.Beside = "service.minutes", "服务时长", "分钟", figure.Sum, false, beside
	minutes.Rule = "今年已完成的活动中，每个记了名的人的时间之和"
	minutes.List = `SELECT a.id, a.area, (SELECT coalesce(sum(p.minutes), 0) FROM {participation} p WHERE p.activity = a.id) AS n ` + held
	served := people
	served.Name, served.Label, served.Unit, served.Period = "service.beneficiaries", "服务对象", "名", figure.Cumulative
	served.Rule, served.Excludes = "已完成的活动中记了名的服务对象，同一个人只算一名；没有登记为人员的，按姓名和社区认", "志愿者和工作人员；没有记名的人数，另列，未去重"
	served.List = `SELECT p.id, p.area, CASE WHEN p.person <> 0 THEN CAST(p.person AS TEXT) ELSE p.area || p.name END AS k
		FROM {participation} p JOIN {activity} a ON a.id = p.activity JOIN {state activity} s ON s.record = a.id AND s.state = 'held'
		WHERE p.role = 'taker' AND a.held_on >= {from} AND a.held_on <= {at}` + ofOne
	unnamed := events
	unnamed.Name, unnamed.Label, unnamed.Unit, unnamed.Measure, unnamed.Dated, unnamed.Period = "service.unnamed", "没有记名的服务对象（未去重）", "人次", figure.Sum, false, figure.Cumulative
	unnamed.Rule = "已完成的活动中只有人数、没有名单的部分；不并入服务对象人数"
	unnamed.List = `SELECT a.id, a.area, a.unnamed AS n ` + held + ` AND a.unnamed > 0`
	times := events
	times.Name, times.Label, times.Unit, times.Register, times.Measure, times.Dated, times.Alone = "service.person_times", "服务人次", "人次", Servings.Register, figure.Sum, false, false
	times.Rule = "今年已完成的活动里按服务内容记的人次；一人来几次算几次"
	times.List = `SELECT v.id, v.area, v.times AS n FROM {serving} v JOIN {activity} a ON a.id = v.activity JOIN {state activity} s ON s.record = a.id AND s.state = 'held'
		WHERE a.held_on >= {from} AND a.held_on <= {at} AND ({of item} = '' OR v.item = {of item})` + ofOne
	return append([]figure.Contract{events, visits, people, minutes, served, unnamed, times}, opinionFigures(events.Owner)...)
}

// opinionFigures are the indicators of what people say. There is no score and no
// order: how many spoke, and what is still to be put right.
func opinionFigures(owner string) []figure.Contract {
	given := figure.Contract{Name: "service.opinions", Label: "服务评价数", Unit: "条", Chapter: 4, Register: Opinions.Register, Version: 1, Period: figure.YearToDate, Dated: true, Alone: true,
		Owner: owner, Rule: "今年收到的服务评价，一件需求评价一次；满意不满意都算", Excludes: "作废的评价", List: `SELECT o.id, o.area, o.given_on AS d FROM {opinion} o WHERE o.given_on >= {from} AND o.given_on <= {at}`}
	open := given
	open.Name, open.Label, open.Period, open.Dated = "service.opinions_open", "不满意、还在处理的评价", figure.AsOf, false
	open.Rule, open.Basis = "当日待回访或待整改的评价", "政务服务“好差评”通行做法：1 个工作日内回访，15 个工作日内整改"
	open.List = `SELECT o.id, o.area FROM {opinion} o JOIN {state opinion} s ON s.record = o.id AND s.state IN ('to_call', 'to_mend')`
	return []figure.Contract{given, open}
}
