package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
)

// row is one need of the generator. Row k depends on k and the number of rows
// alone, so that both servers hold, and the clients ask for, the same.
type row struct {
	K                             int
	Place, Category, Source       string
	Title, Detail, Phone, Raiser  string
	State, SourceText, AboutLabel string
	At                            time.Time
}

var (
	states     = []string{"raised", "verified", "arranged", "no_resource", "served", "closed", "refused", "transferred", "withdrawn"}
	shares     = []int{4, 10, 16, 20, 26, 92, 96, 98, 100} // of 100, added up
	categories = [][2]string{{"elder", "照顾老人"}, {"child", "孩子托管"}, {"health", "助残看病"}, {"environment", "环境卫生"}, {"mediation", "邻里矛盾"}, {"culture", "文体活动"}, {"other", "其他"}}
	sources    = [][2]string{{"visit", "线下走访"}, {"online", "线上"}, {"meeting", "联席会"}, {"members", "双报到"}, {"hotline", "12345"}}
	surnames   = []string{"王", "李", "先", "罗", "穆", "税", "冯", "曾", "赖", "袁", "胡", "蒲"}
	given      = []string{"桂芳", "德明", "小梅", "国强", "秀英", "志高", "玉洁", "永健", "晓兰", "春燕"}

	// where is what most titles begin with, hidden what one title in 2,000 does.
	where  = []string{"滨江路南段", "老街中段", "新区安置房", "粮站宿舍", "中学后门", "菜市场旁", "河堤步道", "车站对面", "卫生院背后", "桥头片区", "东门坡上", "纸厂家属院"}
	hidden = []string{"石顶寨", "观音阁", "锁口岩", "甘雨坝", "回龙湾", "柏香林", "鹿溪沟", "月亮台", "红岩嘴", "梧桐坳", "八角井", "棕叶塘", "笔架峰", "玉皇庙", "二道拐", "丁字口"}
	wants  = []string{"路灯不亮晚上出门不方便", "想请人上门给老人理发", "下水道堵了污水往外冒", "孩子放学没有人接", "电梯老是坏腿脚不便下不了楼", "想在小区添几样健身器材",
		"垃圾清运跟不上有异味", "邻居装修太吵想请人调解", "行动不便想有人陪着看病", "希望周末组织义诊", "井盖破了怕孩子踩空", "想学用智能手机挂号"}
	urges   = []string{"", "请帮忙看看", "家里着急", "盼早点解决", "大家都这么说"}
	clauses = []string{"这个情况已经有一段日子了，", "家里只有两位老人在住，", "白天多半都有人在，", "附近十来户都碰到过，", "之前跟物业说过一次没有下文，", "下雨天更麻烦，",
		"希望社区能来人看一下，", "需要搭把手的我们也愿意出力，", "最好是周末上午过来，", "电话打不通就发短信，", "费用上如果要分摊请先说一声，", "孩子在外地上班顾不上，",
		"网格员上个月登记过，", "要什么材料请提前告诉我们，", "楼下的店铺也受影响，", "谢谢社区一直惦记着，"}
)

// Words that are searched for: in one title of twelve, in one of 2,000, in none.
const (
	commonWord = "路灯"
	rareWord   = "观音阁"
	absentWord = "麒麟阁"
)

// generator makes the rows of a county.
type generator struct {
	n      int
	places []string // communities
	end    time.Time
}

func newGenerator(n int) *generator {
	g := &generator{n: n, end: clock.Today(clock.System()).Time().Add(8 * time.Hour)}
	for _, d := range area.Edition() {
		if d.Level == area.Community {
			g.places = append(g.places, d.Code)
		}
	}
	return g
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// row makes row k. Rows lie evenly over two years before today; one in two is
// of the few big communities.
func (g *generator) row(k int) row {
	r := rand.New(rand.NewPCG(uint64(k), 2026))
	place, share := pick(r, g.places), r.IntN(100)
	if r.IntN(2) == 0 {
		f := r.Float64()
		place = g.places[int(f*f*float64(len(g.places)))]
	}
	x := row{K: k, Place: place, Title: pick(r, where)}
	for i, upTo := range shares {
		if share < upTo {
			x.State = states[i]
			break
		}
	}
	c, s := pick(r, categories), pick(r, sources)
	x.Category, x.AboutLabel, x.Source, x.SourceText = c[0], c[1], s[0], s[1]
	if k%125 == 0 {
		x.Title = hidden[k/125%len(hidden)]
	}
	x.Title += pick(r, wants) + pick(r, urges)
	for size := 100 + r.IntN(200); len([]rune(x.Detail)) < size; {
		x.Detail += pick(r, clauses)
	}
	x.Phone = fmt.Sprintf("13%09d", r.IntN(1_000_000_000))
	x.Raiser = pick(r, surnames) + pick(r, given)
	x.At = g.end.Add(-time.Duration(g.n-k) * (730 * 24 * time.Hour / time.Duration(g.n))).Truncate(time.Millisecond)
	return x
}

// any makes a row that somebody asks for.
func (g *generator) any(r *rand.Rand) row { return g.row(r.IntN(g.n)) }
