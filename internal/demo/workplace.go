package demo

import (
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// workplace is a unit of the county whose Party organisation reports to a
// community. Which a county has is its own affair: these are usual ones (推断).
type workplace struct {
	unit     *record.ID[people.Unit]
	name     string
	kind     people.UnitKind
	at       *community
	reported clock.Date
	size     int // members who report
	members  []*member
}

var workplaceNames = map[people.UnitKind]string{
	people.Agency: `县委办公室 县人大常委会办公室 县政府办公室 县政协办公室 县纪委监委机关 县委宣传部 县委统战部 县委政法委 县委编办 县委巡察办 县直机关工委 县委老干部局 县委党校 县档案馆
	县总工会 团县委 县妇联 县科协 县工商联 县文联 县残联 县红十字会 县法院 县检察院 县发展改革局 县经济商务局 县教育体育局 县公安局 县司法局 县财政局 县人力资源社会保障局 县自然资源局
	县生态环境局 县住房城乡建设局 县交通运输局 县农业农村局 县水务局 县林业局 县文化旅游局 县卫生健康局 县退役军人事务局 县应急管理局 县审计局 县市场监管局 县统计局 县医疗保障局
	县综合行政执法局 县行政审批局 县信访局 县国资金融局 县税务局 县气象局 县消防救援大队`,
	people.Institution: `县供销社 县融媒体中心 县政务服务中心 县公共资源交易中心 县疾控中心 县人民医院 县中医医院 县妇幼保健院 县图书馆 县文化馆 县第一中学 县第二中学 县职业中学 县实验小学 县幼儿园`,
	people.Enterprise:  `县供电公司 县水务公司 县燃气公司 县城投公司 县农村商业银行 县邮政公司 县电信公司 县移动公司 县联通公司 县新华书店 县粮油公司 县客运公司`,
}

// foundWorkplaces makes up the units that report in, and gives those that are
// not in the register for another reason.
func (s *story) foundWorkplaces() (fresh []*workplace) {
	for _, kind := range []people.UnitKind{people.Agency, people.Institution, people.Enterprise} {
		for _, name := range strings.Fields(workplaceNames[kind]) {
			fresh = append(fresh, &workplace{unit: new(record.ID[people.Unit]), name: name, kind: kind})
		}
	}
	s.workplaces = append(append(s.workplaces, fresh...),
		&workplace{unit: &s.socialWork, name: "县委社会工作部"}, &workplace{unit: &s.civilAffairs, name: "县民政局"}, &workplace{unit: &s.organisation, name: "县委组织部"})
	for i, w := range s.workplaces {
		w.at = s.urban[i%len(s.urban)]
		w.reported = s.working(s.begin.AddDays(18 + s.IntN(90)))
	}
	return fresh
}
