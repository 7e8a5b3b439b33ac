package volunteer

import "sanshe/internal/figure"

// Figures are the indicators of volunteering. Persons, times and hours are three
// of them; there is no average, and nobody's place among others.
func Figures() []figure.Contract {
	registered := figure.Contract{Name: "volunteer.registered", Label: "全县注册志愿者", Unit: "人", Chapter: 3, Register: Volunteers.Register, Version: 1, Period: figure.AsOf, Measure: figure.Distinct,
		Owner: "县委社会工作部（推断，可改）", Rule: "当日注册着的志愿者，同一个人只算一人", Excludes: "已注销注册的",
		List: `SELECT v.id, v.area, v.person AS k FROM {volunteer} v JOIN {state volunteer} s ON s.record = v.id AND s.state = 'active' WHERE v.registered_on <= {at}`}
	teams := registered
	teams.Name, teams.Label, teams.Unit, teams.Register, teams.Measure, teams.Alone = "volunteer.teams", "志愿服务队", "支", Teams.Register, figure.Count, true
	teams.Rule, teams.Excludes = "当日活动着的志愿服务队", "已解散的"
	teams.List = `SELECT t.id, t.area FROM {volunteer_team} t JOIN {state volunteer_team} s ON s.record = t.id AND s.state = 'going' WHERE t.founded_on <= {at}`
	records := registered
	records.Name, records.Label, records.Unit, records.Register, records.Measure, records.Period = "volunteer.stints", "志愿服务人次", "人次", Stints.Register, figure.Count, figure.YearToDate
	records.Rule, records.Excludes = "今年已记录的志愿服务，一人一次算一次", "待抽查的、不予认定的"
	records.List = `SELECT x.id, x.area FROM {stint} x JOIN {state stint} s ON s.record = x.id AND s.state = 'recorded' WHERE x.on_day >= {from} AND x.on_day <= {at}`
	hours := records
	hours.Name, hours.Label, hours.Unit, hours.Measure = "volunteer.minutes", "志愿服务时长", "分钟", figure.Sum
	hours.Rule = "今年已记录的志愿服务的时间；同一个人重叠的时间只算一次"
	hours.List = `SELECT q.id, q.area, CASE WHEN q.to_time > q.begun THEN (q.to_time - q.begun) / 60000 ELSE 0 END AS n FROM (
		SELECT x.id, x.area, x.to_time, CASE WHEN max(x.to_time) OVER earlier > x.from_time THEN max(x.to_time) OVER earlier ELSE x.from_time END AS begun
		FROM {stint} x JOIN {state stint} s ON s.record = x.id AND s.state = 'recorded' WHERE x.on_day >= {from} AND x.on_day <= {at}
		WINDOW earlier AS (PARTITION BY x.volunteer ORDER BY x.from_time, x.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) q`
	return []figure.Contract{registered, teams, records, hours}
}
