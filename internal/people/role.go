package people

import (
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Roles are functions; which department or person holds one is dated data.
const (
	CountyOfficer   record.Role = "county_officer"        // 县级经办：两新、社会工作部门
	CivilAffairs    record.Role = "civil_affairs_officer" // 民政经办：登记与年检
	TownOfficer     record.Role = "town_officer"          // 镇街经办
	CommunityWorker record.Role = "community_worker"      // 社区工作者
	Organisation    record.Role = "social_organisation"   // 社会组织
	Administrator   record.Role = "administrator"         // 系统管理员：不看业务数据
)

// RoleNames names the roles, in the order pages list them.
var RoleNames = []store.RoleName{
	{Role: CountyOfficer, Label: "县级经办"},
	{Role: CivilAffairs, Label: "民政经办"},
	{Role: TownOfficer, Label: "镇街经办"},
	{Role: CommunityWorker, Label: "社区工作者"},
	{Role: Organisation, Label: "社会组织"},
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

// Staff are the roles of the county's own people.
func Staff() record.Roles {
	return record.By(CountyOfficer, CivilAffairs, TownOfficer, CommunityWorker)
}
