package app

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/org"
	"sanshe/internal/place"
	"sanshe/internal/store"
)

// check is one thing doctor looks at. Needs says whether there is anything to
// look at; look gives its grade, what is so, and how to mend it.
type check struct {
	group, name string
	needs       func(*patient) bool
	look        func(*patient) (Grade, string, string)
}

// checks lists them all, in the order they are printed.
func checks() []check {
	return slices.Concat(fileChecks(), databaseChecks(), recordChecks(), runningChecks())
}

// good says that all is well unless wrong.
func good(wrong bool, grade Grade, ok, says, mend string) (Grade, string, string) {
	if wrong {
		return grade, says, mend
	}
	return Good, ok, ""
}

func fileChecks() []check {
	const group = "文件"
	has := func(name string) func(*patient) bool {
		return func(p *patient) bool { _, ok := p.modes[name]; return ok }
	}
	own := func(name string) func(*patient) (Grade, string, string) {
		return func(p *patient) (Grade, string, string) {
			return good(!p.private(name), Bad, "只有运行服务的用户能读", fmt.Sprintf("别的用户也能读（权限 %04o）", p.modes[name]),
				fmt.Sprintf("chmod go-rwx %s，并查明有没有人读过", strings.TrimSuffix(p.Data+"/"+name, "/")))
		}
	}
	return []check{
		{group, "数据目录", nil, func(p *patient) (Grade, string, string) {
			return good(!has("")(p), Bad, p.Data, p.Data+" 不存在", "看 --data 写得对不对；新装的先运行 sanshe init")
		}},
		{group, "数据目录权限", has(""), own("")},
		{group, "数据目录可写", has(""), func(p *patient) (Grade, string, string) {
			return good(p.writeErr != nil, Bad, "能写", "不能在里面建文件", "检查属主、权限和磁盘是否只读；用运行服务的用户来运行 doctor")
		}},
		{group, "密钥文件", nil, func(p *patient) (Grade, string, string) {
			if p.keysErr != nil && p.private("keys.json") {
				return Bad, p.keysErr.Error(), "从另存的地方或备份旁边的 .keys 放回；找不回来用 sanshe key lost"
			}
			return Good, "读得出来", ""
		}},
		{group, "密钥文件权限", has("keys.json"), own("keys.json")},
		{group, "密钥对得上数据库", func(p *patient) bool { return p.health != nil }, func(p *patient) (Grade, string, string) {
			return good(p.fitErr != nil, Bad, "加密的值打得开", fmt.Sprint(p.fitErr), "放回这个数据库原来的密钥文件，再运行 sanshe key check")
		}},
		{group, "换密钥", func(p *patient) bool { return p.keys != nil }, func(p *patient) (Grade, string, string) {
			return good(len(p.keys.Retiring()) > 0, Warn, "没有做了一半的", "换密钥没有做完，旧密钥还在文件里", "运行 sanshe key rotate，接着做完")
		}},
		{group, "数据库文件权限", has("sanshe.db"), own("sanshe.db")},
		{group, "审计链头文件权限", has(headsFile), own(headsFile)},
		{group, "磁盘空间", func(p *patient) bool { return p.free >= 0 }, func(p *patient) (Grade, string, string) {
			says := fmt.Sprintf("剩 %.1f GB，数据库 %.2f GB", float64(p.free)/(1<<30), float64(p.size)/(1<<30))
			grade := Good
			if p.free < 2<<30 || p.free < 2*p.size {
				grade = Warn
			}
			if p.free < 256<<20 {
				grade = Bad
			}
			return grade, says, "清理或扩容：至少留出数据库两倍大小，备份和升级要用"
		}},
	}
}

func databaseChecks() []check {
	const group = "数据库"
	lite := func(p *patient) bool { return p.facts != nil && p.engine == db.SQLite }
	server := func(p *patient) bool { return p.facts != nil && p.engine == db.Postgres }
	is := func(name, fact, want string, grade Grade, mend string, needs func(*patient) bool) check {
		return check{group, name, needs, func(p *patient) (Grade, string, string) {
			return good(p.facts[fact] != want, grade, fact+" = "+p.facts[fact], fact+" 是 "+p.facts[fact]+"，应为 "+want, mend)
		}}
	}
	limited := func(name, fact string) check {
		return check{group, name, server, func(p *patient) (Grade, string, string) {
			return good(p.facts[fact] == "0", Warn, fact+" = "+p.facts[fact]+" ms", fact+" 没有限制，一条语句可能一直占着", "在 --database 地址里不要把 "+fact+" 写成 0")
		}}
	}
	return []check{
		{group, "连得上", nil, func(p *patient) (Grade, string, string) {
			return good(p.dbErr != nil, Bad, "连上了", fmt.Sprint("打不开：", p.dbErr), "SQLite：看文件在不在、权限对不对。PostgreSQL：看地址、用户、密码、服务是否在运行")
		}},
		{group, "SQLite 版本", lite, func(p *patient) (Grade, string, string) {
			var a, b int
			fmt.Sscanf(p.facts["version"], "%d.%d", &a, &b) //nolint:errcheck // what is no version is old
			return good(a < 3 || a == 3 && b < 45, Bad, p.facts["version"], p.facts["version"]+" 太旧", "换用新编译的 sanshe")
		}},
		is("日志方式", "journal_mode", "wal", Bad, "停下服务，再启动一次；还不行，看磁盘是不是网络盘", lite),
		is("写入落盘", "synchronous", "2", Bad, "换用新编译的 sanshe；少于 FULL 断电会丢数据", lite),
		is("外键检查", "foreign_keys", "1", Bad, "换用新编译的 sanshe", lite),
		{group, "预写日志大小", lite, func(p *patient) (Grade, string, string) {
			return good(p.log > 1<<30, Warn, fmt.Sprintf("%.1f MB", float64(p.log)/(1<<20)), fmt.Sprintf("有 %.1f GB，收不回来", float64(p.log)/(1<<30)), "有长时间没结束的读取；重启服务")
		}},
		{group, "PostgreSQL 版本", server, func(p *patient) (Grade, string, string) {
			n, _ := strconv.Atoi(p.facts["server_version_num"])
			return good(n < 140000, Bad, p.facts["server_version_num"], p.facts["server_version_num"]+" 太旧", "升级到 14 或以上")
		}},
		is("PostgreSQL 落盘 fsync", "fsync", "on", Bad, "postgresql.conf 里设 fsync = on，否则断电会损坏", server),
		is("PostgreSQL 整页写", "full_page_writes", "on", Bad, "postgresql.conf 里设 full_page_writes = on", server),
		is("PostgreSQL 提交落盘", "synchronous_commit", "on", Bad, "设 synchronous_commit = on，否则断电会丢已办的事", server),
		is("PostgreSQL 数据校验", "data_checksums", "on", Warn, "停下服务器，运行 pg_checksums --enable：磁盘坏了一位也能发现", server),
		is("PostgreSQL 用户权限", "superuser", "false", Warn, "换一个只拥有这个库的用户，不要用超级用户", server),
		limited("PostgreSQL 语句时限", "statement_timeout"),
		limited("PostgreSQL 等锁时限", "lock_timeout"),
		limited("PostgreSQL 空闲事务时限", "idle_in_transaction_session_timeout"),
		{group, "PostgreSQL 连接数", server, func(p *patient) (Grade, string, string) {
			n, _ := strconv.Atoi(p.facts["max_connections"])
			return good(n < 50, Warn, fmt.Sprint(n), fmt.Sprintf("max_connections 只有 %d，一个服务最多用 32 个", n), "调到 100 以上")
		}},
		{group, "PostgreSQL 悬着的事务", server, func(p *patient) (Grade, string, string) {
			return good(p.facts["hanging"] != "0", Warn, "没有", p.facts["hanging"]+" 个事务开着十分钟以上没有动", "查 pg_stat_activity，结束它们：新的改动会因此迟迟不能封存")
		}},
		{group, "PostgreSQL 传输加密", server, func(p *patient) (Grade, string, string) {
			ip := net.ParseIP(p.facts["address"])
			away := p.facts["address"] != "" && !(ip != nil && ip.IsLoopback())
			return good(away && p.facts["encrypted"] != "true", Bad, "在本机，或已加密", "连的是别的机器，没有加密", "地址里写 sslmode=verify-full，服务器装好证书")
		}},
		{group, "结构版本", func(p *patient) bool { return p.db != nil }, func(p *patient) (Grade, string, string) {
			if p.schemaErr != nil {
				return Bad, p.schemaErr.Error(), "换用与数据库一致的程序，或恢复升级前的备份"
			}
			return good(len(p.pending) > 0, Bad, "与程序一致", "还没有升级："+strings.Join(p.pending, "、"), "先 sanshe migrate --dry-run，再 sanshe migrate")
		}},
		{group, "文件与索引完整", func(p *patient) bool { return p.db != nil }, func(p *patient) (Grade, string, string) {
			return good(len(p.damage) > 0, Bad, "完整", strings.Join(p.damage, "；"), "停下服务，留住现在的文件，从最近一份备份恢复；索引不完整的先 REINDEX")
		}},
	}
}

// editions names the editions the county's divisions are of.
func (a *App) editions(ctx context.Context) (names []string, err error) {
	list, err := store.Find(ctx, a.Store.Reader(org.Everyone()), place.Divisions, func(_ *place.Division, w *store.Where) { w.Limit(1000) })
	for _, d := range list {
		if !slices.Contains(names, d.Edition) {
			names = append(names, d.Edition)
		}
	}
	return names, err
}
