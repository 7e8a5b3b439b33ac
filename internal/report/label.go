package report

// Waiting gives the Chinese name of a figure of [Hejiang]'s whose records come
// with a later part of the system, or that a county has to name as a topic
// first, "" of any other: what waits is named in the annex in words that its
// reader knows.
func Waiting(name string) string {
	return map[string]string{
		"training.trained@meishan":       "赴眉山培训本土社工",
		"training.trained@exam":          "考前培训",
		"purchase.spent@children":        "困境儿童项目投入",
		"service.beneficiaries@children": "关爱困境儿童",
		"service.held@apartment":         "老年公寓活动",
		"service.person_times@haircut":   "义剪",
		"service.person_times@nails":     "修指甲",
		"giving.donated@epidemic":        "疫情捐款",
		"service.held@epidemic":          "疫情志愿服务",
		"duty.measures":                  "工作任务举措",
		"access.lists":                   "社区工作准入清单",
		"staff.posts":                    "社区工作者岗位",
		"staff.grades":                   "社区工作者岗位等级",
		"fund.startup_standard":          "新建党组织补助标准",
		"fund.annual_standard":           "党建工作经费标准",
		"assess.appraised":               "综合考核登记组织",
	}[name]
}
