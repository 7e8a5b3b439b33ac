package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/record"
)

// 国办函〔2026〕12号 and the dossier's list of what must not be: nobody is ranked,
// watched or asked for proof of presence.
var (
	bannedWords = regexp.MustCompile(`积分|排名|打卡|签到天数|在线时长|排行榜|定位|名次|安装率|登录率|连续.{0,2}天`)
	bannedNames = regexp.MustCompile(`(^|[_/ -])(points?|rank(ing|s)?|streaks?|gps|leaderboards?|check_?ins?|online_(time|hours)|latitude|longitude)($|[_/ -])`)
)

func banned(text string) bool {
	return bannedWords.MatchString(text) || bannedNames.MatchString(strings.ToLower(text))
}

// formalism gives what a register's description says that must not be.
func formalism(reg *record.Register) (wrong []string) {
	say := func(what, text string) {
		if banned(text) {
			wrong = append(wrong, fmt.Sprintf("%s.%s says %q", reg.Name, what, text))
		}
	}
	fields := func(prefix string, list []*record.Field) {
		for _, f := range list {
			for _, text := range []string{f.Name, f.Label, f.Hint, f.Section} {
				say(prefix+f.Name, text)
			}
			if c, ok := f.Kind.(record.Chosen); ok {
				for _, o := range c.Options() {
					say(prefix+f.Name, o.Value)
					say(prefix+f.Name, o.Label)
				}
			}
			if f.Kind.Name() == "file" && f.IsRequired {
				wrong = append(wrong, reg.Name+"."+prefix+f.Name+" demands a photo or file")
			}
		}
	}
	say("name", reg.Name)
	say("label", reg.Label)
	fields("", reg.Fields)
	for _, f := range reg.Fields {
		if g, ok := f.Kind.(record.Grid); ok {
			fields(f.Name+".", g.Fields)
		}
	}
	for _, s := range reg.Steps {
		for _, text := range []string{s.Name, s.Label, s.Hint} {
			say(s.Name, text)
		}
		for _, f := range s.Needed {
			if f.Kind.Name() == "file" {
				wrong = append(wrong, reg.Name+"."+s.Name+" demands a photo or file")
			}
		}
	}
	for _, t := range reg.Tasks {
		say(t.Kind, t.Kind)
		say(t.Kind, t.Label)
	}
	return wrong
}

func TestG44没有形式主义(t *testing.T) {
	for _, reg := range app.Book().Registers {
		for _, w := range formalism(reg) {
			t.Error(w)
		}
	}
	for _, list := range app.Codes() {
		for _, o := range list.Values {
			if banned(o.Value) || banned(o.Label) {
				t.Errorf("code list %s says %s %s", list.Name, o.Value, o.Label)
			}
		}
	}
	for _, s := range app.Settings() {
		if banned(s.Name) || banned(s.Label+s.Means) {
			t.Errorf("setting %s says %s", s.Name, s.Means)
		}
	}
	routes := 0
	for name, src := range sources(t) {
		for _, r := range paths(name, src) {
			routes++
			if banned(r) {
				t.Errorf("%s has the path %s", name, r)
			}
		}
	}
	if routes < 20 {
		t.Errorf("only %d paths were looked at", routes)
	}
}

// paths gives the texts of a file that look like the path of a page.
func paths(name, src string) (out []string) {
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text := strings.Trim(l.Value, "`\"")
			if _, path, ok := strings.Cut(text, "/"); ok && (strings.HasPrefix(text, "/") || strings.HasPrefix(text, "GET /") || strings.HasPrefix(text, "POST /")) {
				out = append(out, path)
			}
		}
		return true
	})
	return out
}

// Duty is a register as it must not be.
type Duty struct {
	record.Base
	Name, Photo, Where string
	Points             int64
	Done               dutyState
}

type dutyState string

func (dutyState) Options() []record.Option {
	return record.Options[dutyState]("on", "已打卡", "off", "未到")
}

func (d *Duty) Fields(f *record.Fields) {
	f.Text(&d.Name, "name", "名称").Help("按排名公布")
	f.File(&d.Photo, "photo", "现场照片").Required()
	f.Text(&d.Where, "gps", "位置")
	f.Int(&d.Points, "points", "得分")
	f.State(&d.Done, "done", "状态")
}
func (d *Duty) Steps(s *record.Steps[Duty]) {
	s.Step("leave", "早退", dutyState("off")).From(dutyState("on")).By("staff").Need(&d.Photo)
}
func (*Duty) Rights() record.Rights {
	r := record.By("staff")
	return record.Rights{Read: r, Create: r, Edit: r, Void: r, Export: r, Reveal: r, Import: r}
}

// The guard above notices what must not be, and leaves honest words alone.
func TestG44Notices(t *testing.T) {
	got := strings.Join(formalism(record.Define[Duty]("duty", "积分榜").Register), "\n")
	for _, want := range []string{`duty.label says "积分榜"`, `duty.name says "按排名公布"`, "duty.photo demands", `duty.gps says "gps"`, `duty.points says "points"`, `duty.done says "已打卡"`, "duty.leave demands"} {
		if !strings.Contains(got, want) {
			t.Errorf("not noticed: %s, in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n"); n != 6 {
		t.Errorf("noticed %d things for 7:\n%s", n+1, got)
	}
	for path, bad := range map[string]bool{"/needs/ranking": true, "/points": true, "GET /checkin": true, "/appointments": false, "/frankly": false} {
		if p := paths("x.go", "package x\nconst p = \""+path+"\""); len(p) != 1 || banned("/"+p[0]) != bad {
			t.Errorf("%s: %v", path, p)
		}
	}
}
