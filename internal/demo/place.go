package demo

import (
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/station"
	"sanshe/internal/store"
)

type town struct {
	area, name, office string
	unit               record.ID[people.Unit]
}

type community struct {
	id         record.ID[place.Community]
	area, name string // name as people say it: 百花亭社区
	committee  string // in full: 百花亭社区居民委员会
	town       *town
	urban      bool
	unit       record.ID[people.Unit]
	secretary  record.ID[people.Person]
	worker     *record.Actor // urban communities only
	residents  []string      // who takes part in activities

	resources []*resource
	projects  []*project
	station   record.ID[station.Station] // urban communities only
}

// editionFrom is the cut-off day of [area.EditionName].
const editionFrom clock.Date = "2023-06-30"

// The urban communities: the residents' committees of 符阳街道, and this one of
// 临港街道. An assumption (推断), see the package comment.
const (
	urbanTown      = "510522001"
	urbanCommunity = "510522002001"
)

func isUrban(code string) bool {
	return code == urbanCommunity || area.Parent(code) == urbanTown && area.CommunityKind(code) == area.Residents
}

// foundPlaces plans what the county is entered with: divisions, communities,
// units, documents.
func (s *story) foundPlaces() {
	at := s.at(s.begin, 8*60+10)
	levels := map[area.Level]place.Level{area.Province: place.Province, area.City: place.City, area.County: place.County, area.Town: place.Town, area.Community: place.Village}
	said := map[string]int{}
	for _, d := range area.Edition() {
		s.on(at, s.system, func(tx *store.Tx) error {
			return add(tx, place.Divisions, d.Code, nil, func(x *place.Division) {
				x.Code, x.Name, x.Level, x.Edition, x.From = d.Code, d.Name, levels[d.Level], area.EditionName, editionFrom
			})
		})
		switch d.Level {
		case area.Town:
			office := d.Name + "人民政府"
			if strings.HasSuffix(d.Name, "街道") {
				office = d.Name + "办事处"
			}
			s.towns = append(s.towns, &town{area: d.Code, name: d.Name, office: office})
		case area.Community:
			c := &community{area: d.Code, committee: d.Name, town: s.towns[len(s.towns)-1], urban: isUrban(d.Code)}
			c.name = strings.NewReplacer("居民委员会", "", "村民委员会", "村").Replace(d.Name)
			said[c.name]++
			s.communities = append(s.communities, c)
			if c.urban {
				s.urban = append(s.urban, c)
			}
		}
	}
	for _, c := range s.communities {
		if said[c.name] > 1 { // two villages of one name
			c.name = c.town.name + c.name
		}
		s.foundCommunity(c)
	}
	s.units()
	s.documents()
}

func (s *story) foundCommunity(c *community) {
	households := 300 + s.IntN(900)
	if c.urban {
		households = 1000 + s.IntN(1900)
		for range 40 {
			c.residents = append(c.residents, s.person())
		}
		name, sex := s.person(), pick(s, []people.Sex{people.Male, people.Female})
		s.on(s.at(s.begin, 8*60+20), s.system, func(tx *store.Tx) error {
			return add(tx, people.Persons, c.area, &c.secretary, func(p *people.Person) {
				p.Name, p.Sex, p.Political = name, sex, people.Member
			})
		})
	}
	phone := s.phone()
	s.on(s.at(s.begin, 8*60+30), s.system, func(tx *store.Tx) error {
		return add(tx, place.Communities, c.area, &c.id, func(x *place.Community) {
			x.Name, x.Urban, x.Households, x.Phone, x.Secretary = c.name, c.urban, int64(households), phone, c.secretary
			x.Hours, x.Address = "工作日 08:30-12:00、14:00-18:00", c.town.name+c.name+"党群服务中心"
		})
	})
}

// units plans the departments, the towns' offices and the urban committees.
func (s *story) units() {
	unit := func(name, short string, kind people.UnitKind, area string, id *record.ID[people.Unit]) {
		phone := s.phone()
		s.on(s.at(s.begin, 9*60), s.system, func(tx *store.Tx) error {
			return add(tx, people.Units, area, id, func(u *people.Unit) { u.Name, u.Short, u.Kind, u.Contact = name, short, kind, phone })
		})
	}
	unit("县委社会工作部", "社工部", people.Agency, County, &s.socialWork)
	unit("县民政局", "民政局", people.Agency, County, &s.civilAffairs)
	unit("县委组织部", "组织部", people.Agency, County, &s.organisation)
	for _, t := range s.towns {
		unit(t.office, t.name, people.Town, t.area, &t.unit)
	}
	for _, c := range s.urban {
		unit(c.committee, c.name, people.Committee, c.area, &c.unit)
	}
	s.on(s.at(s.begin, 9*60+1), s.system, func(tx *store.Tx) error {
		return add(tx, people.Units, County, &s.agency, func(u *people.Unit) { u.Name, u.Kind = "第三方评估机构", people.Enterprise })
	})
	s.apart(11, func() {
		for _, w := range s.foundWorkplaces() {
			unit(w.name, strings.TrimPrefix(w.name, "县"), w.kind, County, w.unit)
		}
	})
}

// documents plans the documents the county's rules rest on. Numbers are cited,
// never invented; the county's own have none here.
func (s *story) documents() {
	const county = "见县里的总结。文号、发文机关和发文日期未录，以原件为准。"
	for _, d := range []people.Document{
		{Title: "中国共产党支部工作条例（试行）", Issuer: "中共中央", Issued: "2018-10-28", From: "2018-10-28", Text: "有正式党员 3 人以上的，应当成立党支部；不足 3 人的可以成立联合党支部，联合党支部一般不超过 5 个单位。"},
		{Title: "关于加强社会组织党的建设工作的意见（试行）", Number: "中办发〔2015〕51号", Issuer: "中共中央办公厅", Issued: "2015-09-28", Text: "社会组织党建工作的基本遵循。发文日期为公开发布日。"},
		{Title: "社会团体登记管理条例", Issuer: "国务院", Issued: "1998-10-25", From: "1998-10-25"},
		{Title: "民办非企业单位登记管理暂行条例", Issuer: "国务院", Issued: "1998-10-25", From: "1998-10-25"},
		{Title: "四川省社区社会组织登记备案管理暂行办法（修订）", Issuer: "四川省民政厅", Issued: "2023-05-24", Text: "达不到登记条件的社区社会组织实行备案；不计入登记的社会组织。发文机关为推断。"},
		{Title: "社会团体年度检查办法", Issuer: "民政部", Issued: "2025-06-25", From: "2026-01-01"},
		{Title: "中华人民共和国城市居民委员会组织法（2025 年修订）", Issuer: "全国人民代表大会常务委员会", Issued: "2025-10-28", From: "2026-01-01"},
		{Title: "培育孵化社会组织建立“三社联动”新型治理机制的实施方案", Text: county},
		{Title: "关于坚持党建引领统筹推动社会组织（社会企业）提供服务的工作任务清单", Text: "提出 14 项具体举措。" + county},
		{Title: "社区自治组织依法自治事项", Text: "社区工作准入的两张清单之一。" + county},
		{Title: "社区自治组织依法协助政府事项", Text: "社区工作准入的两张清单之一。" + county},
	} {
		entered := s.at(s.working(max(s.begin, d.Issued.AddDays(5))), 9*60+10)
		s.on(entered, s.system, func(tx *store.Tx) error {
			return add(tx, people.Documents, County, nil, func(x *people.Document) {
				x.Title, x.Number, x.Issuer, x.Issued, x.From, x.Text = d.Title, d.Number, d.Issuer, d.Issued, d.From, d.Text
			})
		})
	}
}
