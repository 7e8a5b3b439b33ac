package auth

import "strings"

// What a User-Agent says, the more particular first: nearly all call themselves
// Safari, most of those Chrome, and HarmonyOS calls itself Android.
var (
	browsers = [][2]string{{"wxwork", "企业微信"}, {"MicroMessenger", "微信"}, {"DingTalk", "钉钉"}, {"HuaweiBrowser", "华为浏览器"},
		{"QQBrowser", "QQ浏览器"}, {"Edg", "Edge"}, {"Firefox", "Firefox"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}}
	systems = [][2]string{{"OpenHarmony", "鸿蒙"}, {"HarmonyOS", "鸿蒙"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"},
		{"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"}}
)

// deviceName shortens a User-Agent to what its owner knows it by. Nothing else of
// it is kept: it must not tell one person's phone from another's.
func deviceName(agent string) string {
	name := func(table [][2]string, other string) string {
		for _, row := range table {
			if strings.Contains(agent, row[0]) {
				return row[1]
			}
		}
		return other
	}
	return name(browsers, "其他浏览器") + " · " + name(systems, "其他设备")
}
