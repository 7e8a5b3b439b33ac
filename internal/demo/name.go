package demo

import (
	"fmt"
	"strings"
)

var surnames = strings.Fields("王 李 张 刘 陈 杨 赵 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 魏 薛 叶 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 先 税 穆")

var givenNames = strings.Fields(`桂芳 建国 秀英 国强 玉兰 志明 小红 德明 淑华 永红 丽君 光荣 素珍 文彬 春燕 正华 晓梅 世全 雪琴 明亮 秋菊 天成 碧云 启华 兰英 大勇 慧敏 长江 莉萍 家富
	红梅 继光 思雨 海燕 忠良 俊杰 美玲 开林 玉洁 朝阳 晓东 富贵 琼芳 子轩 梓涵 佳怡 浩然 欣怡 雨桐 宇航 静 军 敏 涛 霞 勇 艳 刚 萍 波`)

// person makes up a name.
func (s *story) person() string { return pick(s, surnames) + pick(s, givenNames) }

// phone makes up a telephone number, each once.
func (s *story) phone() string {
	s.numbers++
	return fmt.Sprintf("138000%05d", s.numbers*7919%100_000)
}

// kindOf is a kind of organisation: what its name ends in, and its category.
type kindOf struct{ suffix, category string }

// Names of associations (社会团体): a place and what they are about.
var associationPlaces = strings.Fields("荔江 荔城 三江 少岷 望江 笔架 清溪 长滩 桂香 榕江 北岸 南岸")

var associations = list("culture", "棋类运动协会 太极拳协会 门球协会 羽毛球协会 乒乓球协会 钓鱼协会 徒步协会 广场舞协会 合唱协会 戏曲爱好者协会 书法协会 美术协会 摄影协会 诗词楹联学会 民间艺术协会 骑行协会",
	"trade", "荔枝种植协会 柚子种植协会 花椒种植协会 稻渔种养协会 茶叶协会 生猪养殖协会 餐饮协会 建材商会 物流协会 电子商务协会 酒类流通协会 个体经营者协会 青年创业促进会 竹产业协会",
	"charity", "志愿者协会 扶老助残促进会 困难帮扶促进会", "life", "家政服务协会 物业服务协会 美容美发协会",
	"education", "家庭教育促进会 科普协会 护理学会", "other", "法律服务促进会 老年人体育协会 乡村旅游促进会")

// Names of private non-enterprise units (民办非企业单位).
var unitNames = strings.Fields("暖阳 春晖 同心 益家 安康 启航 育英 明德 博雅 小太阳 星苗 向日葵 童心 乐学 康宁 福寿 和美 金秋 晨光 青藤 蒲公英 百合 知行 慧泽 松鹤 新苗 荷塘 丰禾")

var privateUnits = list("education", "幼儿园 培训学校 职业技能培训学校 阅读推广中心", "charity", "社会工作服务中心 儿童关爱中心 残疾人托养中心 公益服务中心",
	"life", "养老服务中心 居家服务中心 康复护理站 日间照料中心", "culture", "艺术培训中心 体育俱乐部 非遗传习所", "other", "农业技术服务中心 纠纷调解服务中心")

// Names of community groups (备案社区社会组织), after their community.
var groupNames = list("culture", "夕阳红合唱队 腰鼓队 太极队 广场舞队 书画社 棋友会", "charity", "志愿帮扶服务队 巾帼志愿队 银发互助队", "life", "邻里互助队 家电维修队", "other", "卫生劝导队 治安巡逻队 纠纷调解队")

// list reads categories, each before the names in it.
func list(pairs ...string) (out []kindOf) {
	for i := 0; i < len(pairs); i += 2 {
		for _, suffix := range strings.Fields(pairs[i+1]) {
			out = append(out, kindOf{suffix, pairs[i]})
		}
	}
	return out
}

// named gives every name that begins with one of heads, in a random order.
func (s *story) named(heads []string, kinds []kindOf) []kindOf {
	var out []kindOf
	for _, h := range heads {
		for _, k := range kinds {
			out = append(out, kindOf{h + k.suffix, k.category})
		}
	}
	s.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
