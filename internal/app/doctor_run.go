package app

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
)

func recordChecks() []check {
	const group = "记录"
	known := func(p *patient) bool { return p.health != nil }
	count := func(name string, n func(*patient) int, grade Grade, says, mend string) check {
		return check{group, name, known, func(p *patient) (Grade, string, string) {
			return good(n(p) > 0, grade, "没有", fmt.Sprintf(says, n(p)), mend)
		}}
	}
	return []check{
		count("没有着落的待办", func(p *patient) int { return p.health.Orphans }, Warn, "%d 件待办的记录已作废或不在了", "运行 sanshe verify 看别的问题，把结果告诉维护人员"),
		count("按末四位查号", func(p *patient) int { return p.health.Unindexed }, Warn, "%d 个加密号码按末四位查不到", "运行 sanshe key rotate --resume"),
		count("没办完的导入", func(p *patient) int { return p.health.Batches }, Warn, "%d 批导入停在半路", "打开导入页面，接着导入或撤销"),
		{group, "审计封存", known, func(p *patient) (Grade, string, string) {
			old := p.health.Unsealed != 0 && p.now.Sub(p.health.Unsealed.Time()) > 15*time.Minute
			return good(old, Warn, "都在签名的链里", "有超过十五分钟没有封存的审计记录", "服务没有在运行，或封存出错；看日志里的 audit not sealed")
		}},
		{group, "审计链头在库外", known, func(p *patient) (Grade, string, string) {
			return good(p.health.Head != nil && len(p.heads) == 0, Bad, "有", headsFile+" 不在：链头只在数据库里", "把另存的 "+headsFile+" 放回来；查明是谁删的")
		}},
		{group, "审计链头对得上", func(p *patient) bool { return known(p) && len(p.heads) > 0 }, func(p *patient) (Grade, string, string) {
			return good(p.headThere == nil || p.headThere.String() != p.heads[len(p.heads)-1], Bad, "文件和数据库一致",
				headsFile+" 最后一行与数据库不一致", "数据库可能退回过从前，或被改过：停下来查，对照另存的链头，运行 sanshe verify")
		}},
		{group, "机器时间", known, func(p *patient) (Grade, string, string) {
			back := p.health.Newest.Time().Sub(p.now)
			return good(back > 5*time.Minute, Bad, "没有倒退", fmt.Sprintf("比最后一条审计记录早 %v", back.Round(time.Minute)), "校准时间，装 NTP（chrony 或 systemd-timesyncd）；期限和先后都靠它")
		}},
		{group, "与数据库服务器的时间差", func(p *patient) bool { return p.facts["now"] != "" }, func(p *patient) (Grade, string, string) {
			ms, _ := strconv.ParseInt(p.facts["now"], 10, 64)
			d := p.now.Sub(time.UnixMilli(ms)).Abs()
			return good(d > 30*time.Second, Warn, d.Round(time.Second).String(), "相差 "+d.Round(time.Second).String(), "两台机器都装 NTP")
		}},
		{group, "今年的工作日", known, func(p *patient) (Grade, string, string) {
			y := clock.DateOf(p.now).Year()
			return good(!p.health.Years[y], Bad, fmt.Sprint(y, " 年有节假日安排"), fmt.Sprint(y, " 年没有节假日安排，期限只扣周末"), "升级到带有这一年安排的版本，或在设置里补上国务院办公厅的放假通知")
		}},
		{group, "明年的工作日", func(p *patient) bool { return known(p) && clock.DateOf(p.now)[5:7] == "12" }, func(p *patient) (Grade, string, string) {
			y := clock.DateOf(p.now).Year() + 1
			return good(!p.health.Years[y], Warn, fmt.Sprint(y, " 年有节假日安排"), fmt.Sprint(y, " 年还没有节假日安排，跨年的期限只扣周末"), "放假通知一般 11 月公布：公布后升级或补上")
		}},
		{group, "区划", known, func(p *patient) (Grade, string, string) {
			return good(p.counties != 1, Bad, "有本县", fmt.Sprintf("有 %d 个县级区划，应为 1 个", p.counties), "用 sanshe init 建数据目录；或在区划台账里改正")
		}},
		{group, "区划版本", func(p *patient) bool { return known(p) && p.counties > 0 }, func(p *patient) (Grade, string, string) {
			said := strings.Join(p.edition, "、")
			return good(len(p.edition) != 1 || p.edition[0] != area.EditionName, Warn, said, "是“"+said+"”，程序带的是“"+area.EditionName+"”", "对照国家统计局最新的区划代码，变动的在区划台账里改")
		}},
		{group, "能登录的系统管理员", func(p *patient) bool { return p.people != nil && !p.demo }, func(p *patient) (Grade, string, string) {
			return good(p.people.Administrators == 0, Bad, fmt.Sprintf("%d 个", p.people.Administrators), "一个也没有", "sanshe user add --role administrator，并用设置码设密码")
		}},
		{group, "没人用的账号", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Waiting > 0, Warn, "没有", fmt.Sprintf("%d 个账号开了一个月还没设密码", p.people.Waiting), "不用的停用：sanshe user stop")
		}},
		{group, "没有岗位的账号", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Idle > 0, Warn, "没有", fmt.Sprintf("%d 个账号能登录，但没有任何岗位", p.people.Idle), "授予岗位，或停用")
		}},
		{group, "没有二次验证的账号", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Single > 0, Warn, "没有", fmt.Sprintf("%d 个账号还没有设二次验证", p.people.Single), "请本人登录后设置；一直不登录的停用")
		}},
		{group, "没人办的指派", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Left > 0, Warn, "没有", fmt.Sprintf("%d 个账号办不了指派在名下的待办", p.people.Left), "运行 sanshe verify 看是谁，在“账号与岗位”里移交")
		}},
		{group, "单位已并掉的账号", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Strayed > 0, Warn, "没有", fmt.Sprintf("%d 个账号的单位已并入另一个", p.people.Strayed), "在“账号与岗位”里逐个改到并入的单位")
		}},
		{group, "快到期的令牌", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Ending > 0, Warn, "没有", fmt.Sprintf("%d 个接口令牌两周内到期", p.people.Ending), "还要用的开新的（sanshe token），换上后撤销旧的")
		}},
		{group, "长期令牌", func(p *patient) bool { return p.people != nil }, func(p *patient) (Grade, string, string) {
			return good(p.people.Lasting > 0, Warn, "没有", fmt.Sprintf("%d 个接口令牌还有半年以上", p.people.Lasting), "换成期限短的")
		}},
	}
}

func runningChecks() []check {
	const group = "运行与备份"
	served := func(p *patient) bool { return p.serving.Listen != "" }
	open := func(p *patient) bool {
		host, _, _ := net.SplitHostPort(p.serving.Listen)
		ip := net.ParseIP(host)
		return ip == nil || !ip.IsLoopback()
	}
	const back = "每天用计划任务运行 sanshe backup --into 目录，目录放在另一块盘上"
	return []check{
		{group, "监听地址", served, func(p *patient) (Grade, string, string) {
			return good(open(p), Bad, p.serving.Listen, "在 "+p.serving.Listen+" 上直接对外，没有加密", "改为 --listen 127.0.0.1:8080，前面放带 TLS 的反向代理（deploy/nginx.conf）")
		}},
		{group, "反向代理", func(p *patient) bool { return served(p) && !p.demo }, func(p *patient) (Grade, string, string) {
			return good(len(p.serving.Trust) == 0, Warn, strings.Join(p.serving.Trust, "、"), "没有写 --trust-proxy：次数限制对所有人合算，cookie 不带 Secure", "代理在本机就写 --trust-proxy 127.0.0.1")
		}},
		{group, "信任的代理网段", func(p *patient) bool { return len(p.serving.Trust) > 0 }, func(p *patient) (Grade, string, string) {
			list, err := ParseProxies(p.serving.Trust)
			wide := err != nil
			for _, n := range list {
				wide = wide || n.Bits() < 16 && n.Addr().Is4() || n.Addr().Is6() && n.Bits() < 48 || n.Contains(netip.IPv4Unspecified())
			}
			return good(wide, Bad, strings.Join(p.serving.Trust, "、"), strings.Join(p.serving.Trust, "、")+" 太宽，谁都能冒充来访地址", "只写代理自己的地址")
		}},
		{group, "运行的版本", served, func(p *patient) (Grade, string, string) {
			return good(p.serving.Version != Version, Warn, Version, "上次启动的是 "+p.serving.Version+"，这个程序是 "+Version, "重启服务")
		}},
		{group, "演示数据", func(p *patient) bool { return served(p) && p.demo }, func(p *patient) (Grade, string, string) {
			return good(open(p), Bad, "只在本机", "演示数据在对外的地址上", "演示县只能听本机；正式使用请 sanshe init 新建")
		}},
		{group, "备份", func(p *patient) bool { return !p.demo }, func(p *patient) (Grade, string, string) {
			if p.backup.At.IsZero() {
				return Bad, "还没有备份过", back
			}
			age := p.now.Sub(p.backup.At)
			says := fmt.Sprintf("最近一次在 %s，%d 天前", p.backup.At.In(clock.Shanghai).Format("2006-01-02 15:04"), int(age.Hours()/24))
			switch {
			case age > 7*24*time.Hour:
				return Bad, says, back
			case age > 26*time.Hour:
				return Warn, says, back
			}
			return Good, says, ""
		}},
		{group, "备份文件还在", func(p *patient) bool { return p.backup.File != "" }, func(p *patient) (Grade, string, string) {
			stat, err := os.Stat(p.backup.File)
			return good(err != nil || stat.Size() != p.backup.Bytes, Warn, p.backup.File, p.backup.File+" 不在原处，或大小变了", "移到别处了可以不管；否则重新备份")
		}},
		{group, "备份不在数据目录里", func(p *patient) bool { return p.backup.File != "" }, func(p *patient) (Grade, string, string) {
			return good(strings.HasPrefix(p.backup.File, strings.TrimSuffix(p.Data, "/")+"/"), Warn, "不在", "最近的备份和数据在一个目录里，坏了一起坏", "备份到另一块盘、另一台机器")
		}},
		{group, "密钥没有和备份放在一起", func(p *patient) bool { return p.backup.File != "" }, func(p *patient) (Grade, string, string) {
			_, err := os.Stat(p.backup.File + ".keys")
			return good(err == nil, Warn, "没有", "备份旁边就是它的密钥文件，拿到的人什么都能看到", "把 .keys 移到另外的地方保存")
		}},
		{group, "恢复演练", func(p *patient) bool { return !p.demo }, func(p *patient) (Grade, string, string) {
			const mend = "每季度运行一次 sanshe restore --rehearse 备份文件"
			if p.rehearsal.At.IsZero() {
				return Warn, "还没有演练过恢复", mend
			}
			says := "最近一次在 " + p.rehearsal.At.In(clock.Shanghai).Format("2006-01-02")
			if len(p.rehearsal.Found) > 0 {
				return Bad, says + "，没有通过：" + p.rehearsal.Found[0], "马上重做备份，再演练一次"
			}
			return good(p.now.Sub(p.rehearsal.At) > 100*24*time.Hour, Warn, says+"，通过", says+"，超过一个季度", mend)
		}},
	}
}
