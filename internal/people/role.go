package people

import (
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Roles are functions; which department or person holds one is dated data.
const (
	CountyOfficer      record.Role = "county_officer"          // 县级经办：两新、社会工作部门
	CivilAffairs       record.Role = "civil_affairs_officer"   // 民政经办：登记与年检
	OrganisationDept   record.Role = "organisation_department" // 组织部：记常委联系和走访，收大党委报备；看党建台账，批复仍由县级经办录
	Finance            record.Role = "finance_officer"         // 财政：看预算和项目
	TownOfficer        record.Role = "town_officer"            // 镇街经办
	CommunitySecretary record.Role = "community_secretary"     // 社区党组织书记：看本社区，发布清单和项目，批紧急查看；签共建契约，审大党委人选，开联席会
	CommunityWorker    record.Role = "community_worker"        // 社区工作者
	SocialWorker       record.Role = "social_worker"           // 社会工作者：只看指派给自己的
	Supervisor         record.Role = "supervisor"              // 社工督导：同上
	Instructor         record.Role = "party_instructor"        // 党建指导员：只看指派给自己的社会组织
	Organisation       record.Role = "social_organisation"     // 社会组织
	UnitBranch         record.Role = "unit_branch"             // 在职党组织（双报到单位）
	Volunteer          record.Role = "volunteer"               // 志愿者
	Evaluator          record.Role = "evaluator"               // 第三方评估：只看指派给自己的
	Auditor            record.Role = "auditor"                 // 审计：什么都看，个人信息遮住，什么都不改
	ReportWriter       record.Role = "report_writer"           // 综合文稿：指标、清单、报告，不看个人信息
	Administrator      record.Role = "administrator"           // 系统管理员：不看业务数据
)

// RoleNames names the roles, in the order pages list them.
var RoleNames = []store.RoleName{
	{Role: CountyOfficer, Label: "县级经办"},
	{Role: CivilAffairs, Label: "民政经办"},
	{Role: OrganisationDept, Label: "组织部"},
	{Role: Finance, Label: "财政"},
	{Role: TownOfficer, Label: "镇街经办"},
	{Role: CommunitySecretary, Label: "社区党组织书记"},
	{Role: CommunityWorker, Label: "社区工作者"},
	{Role: SocialWorker, Label: "社会工作者"},
	{Role: Supervisor, Label: "社工督导"},
	{Role: Instructor, Label: "党建指导员"},
	{Role: Organisation, Label: "社会组织"},
	{Role: UnitBranch, Label: "在职党组织"},
	{Role: Volunteer, Label: "志愿者"},
	{Role: Evaluator, Label: "第三方评估"},
	{Role: Auditor, Label: "审计"},
	{Role: ReportWriter, Label: "综合文稿"},
	{Role: Administrator, Label: "系统管理员"},
}

// Roles lists the roles.
func Roles() record.Roles {
	var out record.Roles
	for _, n := range RoleNames {
		out = append(out, n.Role)
	}
	return out
}

// Staff are the roles of the county's own people who keep its records.
func Staff() record.Roles {
	return record.By(CountyOfficer, CivilAffairs, TownOfficer, CommunitySecretary, CommunityWorker)
}

// Viewers are the roles that see figures and the report.
func Viewers() record.Roles {
	return append(Staff(), OrganisationDept, Finance, Auditor, ReportWriter)
}

// KeptBy gives the usual rights of a register: the county's own people read it,
// and by keep it.
func KeptBy(by ...record.Role) record.Rights {
	keep := record.By(by...)
	return record.Rights{Read: append(Staff(), OrganisationDept, ReportWriter), Create: keep, Edit: keep, Void: keep, Export: keep, Reveal: record.Nobody, Import: keep}
}
