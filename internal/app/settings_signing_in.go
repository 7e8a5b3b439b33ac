package app

import (
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// signingIn describes how long what opens the county’s doors lasts, and for whom
// a password is not enough.
func signingIn() []store.Setting {
	lasts := func(s auth.Span, label, unit, means string) store.Setting {
		return store.Setting{Name: s.Name, Label: label, Chapter: 4, Kind: store.Count, Unit: unit, Least: s.Least, Most: s.Most, Value: strconv.FormatInt(s.Usual, 10),
			By: record.By(people.Administrator), Means: means, Source: inferred}
	}
	return []store.Setting{
		lasts(auth.SessionLife, "登录最长多久", "小时", "登录以后过这么久，必须重新登录。"),
		lasts(auth.SessionIdle, "不操作多久要重新登录", "分钟", "这么久没有操作，就要重新登录。"),
		lasts(auth.ProofLife, "确认本人以后多久不再问", "分钟", "查看个人信息、导出、批准、管理账号这些要紧的步骤，确认是本人后这么久不再问。"),
		lasts(auth.CodeLife, "设置码有效多久", "小时", "管理员发给本人的一次性设置码，这么久以内有效。"),
		lasts(auth.TokenLife, "接口令牌最多有效多久", "天", "新发的接口令牌，有效期不能比这更长。"),
		{Name: "auth.second_factor", Label: "哪些岗位登录要二次验证", Chapter: 4, Kind: store.RoleList, Value: secondFactorRoles(), By: record.By(people.Administrator),
			Means: "这些岗位的人登录，除了密码还要填手机上的验证码；还没设置的，下次登录时先设置。", Source: inferred},
	}
}

// secondFactorRoles lists everybody but those who only see what is theirs.
func secondFactorRoles() string {
	var names []string
	for _, r := range people.Roles() {
		if !slices.Contains(record.By(people.Organisation, people.UnitBranch, people.Volunteer), r) {
			names = append(names, string(r))
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}
