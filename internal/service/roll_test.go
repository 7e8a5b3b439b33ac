package service_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// What a community pastes: a sheet with heads and serial numbers, full-width
// digits, tabs, names in one line, doubles. Every line comes to something.
func Test粘贴的名单逐行有交代(t *testing.T) {
	list, says, err := service.ParseNames("序号\t姓名\t手机号\r\n１\t陈桂芳\t１３８０００００００１\n2\t王　建国\t138-0000-0002\t三单元\n\n3. 李小兰\n赵大爷（5栋）、孙小梅 13800000003,欧阳娜娜\n陈桂芳 13800000001\n王建国\t13800000009\n周明 1380000", service.Taker)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range list {
		got = append(got, strings.TrimRight(n.Name+"/"+n.Phone+"/"+n.Note, "/"))
	}
	if s, want := strings.Join(got, " "), "陈桂芳/13800000001 王建国/13800000002/三单元 李小兰 赵大爷//5栋 孙小梅/13800000003 欧阳娜娜 王建国/13800000009 周明//1380000"; s != want {
		t.Errorf("记下 %s\n应为 %s", s, want)
	}
	if s, want := strings.Join(says, "；"), "贴了 8 行，记下 8 人；第 1 行是表头，没有记；第 2 行全角的数字和字母已改成半角；第 7 行与第 2 行是同一个人，只记一次；第 8 行与第 3 行同名，电话不同，记成两个人；第 9 行电话不对（手机号应为 11 位，现在是 7 位），原样记在说明里"; s != want {
		t.Errorf("说 %s\n应为 %s", s, want)
	}
}

// A list that cannot be taken whole is not taken: all that is wrong is said at once.
func Test名单里对不上的一次说完(t *testing.T) {
	_, _, err := service.ParseNames("陈桂芳\n13800000001\n王★\n李小兰 11010119010101001X\n赵敏，13800000004", service.Taker)
	if err == nil || !strings.Contains(err.Error(), "第 2 行没有姓名；第 3 行姓名第 2 个字不能是") {
		t.Error(err)
	}
	list, _, err := service.ParseNames("赵敏，13800000004", service.Taker)
	if err != nil || len(list) != 1 || list[0].Phone != "13800000004" {
		t.Error(list, err)
	}
}

// Nobody on a list is lost, whatever is typed: each line that is not blank is
// taken, told of, or refused.
func FuzzParseNames(f *testing.F) {
	for _, s := range []string{"陈桂芳\t１３８０００００００１", "1、王建国；李小兰", "姓名 电话\n陈桂芳 138", "，，\n（）", "13800000001\n陈桂芳", "陈桂芳、男、13800000001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, says, err := service.ParseNames(text, service.Helper)
		if strings.ContainsFunc(text, func(r rune) bool { return '一' <= r && r <= '龥' }) && len(list)+len(says) == 0 && err == nil {
			t.Errorf("%q came to nothing", text)
		}
		for _, n := range list {
			if n.Name == "" || n.Role != service.Helper || strings.ContainsAny(n.Name, "\t\n") {
				t.Errorf("%q gave %+v", text, n)
			}
		}
	})
}

func Test一张表记完一场活动(t *testing.T) {
	story(t, "名单、志愿者、没有记名的人数和服务内容一次存下，补贴的名单不重复记", func(w *World) {
		reg, worker := service.Activities.Register, w.Worker()
		known := w.Make(worker, people.Persons.Register, Community, record.Input{"name": "刘奶奶", "phone": "13800000005"})
		a := w.Make(worker, reg, Community, record.Input{"title": "义剪", "names": "陈桂芳 13800000001\n刘奶奶 13800000005\n小刘 13800000005\n李小兰", "helpers": "王建国 13800000002\n陈桂芳 13800000001", "unnamed": "6", "length": "1小时",
			"items": `[{"item":"haircut","times":"9"}]`})
		list := func() (says []string) {
			list, err := store.Find(w.Ctx(), w.Store.Reader(worker), service.Participations, func(p *service.Participation, x *store.Where) { x.By(&p.Name) })
			w.Do(err)
			for _, p := range list {
				linked := ""
				if p.Person != 0 {
					linked = "认得"
				}
				if p.Name == "刘奶奶" && int64(p.Person) != known {
					w.Errorf("刘奶奶连到了 %d", p.Person)
				}
				says = append(says, string(p.Role)+p.Name+linked+p.Note)
			}
			return says
		}
		if s, want := strings.Join(list(), " "), "taker刘奶奶认得 taker小刘电话与人员台账里的另一人相同 taker李小兰 helper王建国认得 helper陈桂芳认得"; s != want {
			w.Errorf("参与：%s\n应为 %s", s, want)
		}
		now := Get(w, worker, service.Activities, a)
		if now.Names+now.Helpers != "" || !strings.Contains(now.Roll, "第 1 行与志愿者名单第 2 行是同一个人，只记一次") || !strings.Contains(now.Roll, "第 3 行的电话在人员台账里是另一个人的") || strings.Contains(now.Roll, "陈") {
			w.Errorf("名单 %q%q，核对 %q", now.Names, now.Helpers, now.Roll)
		}
		_, err := w.Store.Edit(w.Ctx(), worker, reg, a, now.Version, record.Input{"names": "李小兰\n赵敏\n刘奶奶 13800000005", "items": `[{"item":"nails","times":"4"}]`}, "")
		w.Do(err)
		if s := strings.Join(list(), " "); strings.Count(s, "taker") != 4 || !strings.Contains(s, "taker赵敏") {
			w.Errorf("补贴以后：%s", s)
		}
		if now = Get(w, worker, service.Activities, a); !strings.Contains(now.Roll, "第 1 行已在这场活动里，没有再记；第 3 行已在") || now.Names != "" || len(now.Did) > 0 {
			w.Errorf("核对 %q，名单 %q，内容 %v", now.Roll, now.Names, now.Did)
		}
		if n, err := store.CountOf(w.Ctx(), w.Store.Reader(worker), service.Servings, nil); err != nil || n != 2 {
			w.Errorf("%d 项服务内容：%v", n, err)
		}
		plan := w.Make(worker, reg, Community, record.Input{"title": "下周的义剪", "held_on": "2026-03-09", "state": "计划中"})
		w.On("2026-03-10")
		w.Step(worker, reg, plan, "hold", store.Taking{In: record.Input{"names": "陈桂芳 13800000001、周明", "helpers": "王建国", "length": "2小时", "items": `[{"item":"haircut","times":"2"}]`}})
		if took, err := store.Find(w.Ctx(), w.Store.Reader(worker), service.Participations, func(p *service.Participation, x *store.Where) {
			x.Is(&p.Activity, record.ID[service.Activity](plan))
		}); err != nil || len(took) != 3 || took[0].Minutes != 120 {
			w.Errorf("从计划办完：%+v %v", took, err)
		}
		_, err = w.Store.Create(w.Ctx(), worker, reg, Community, record.Input{"title": "义剪", "names": "陈桂芳\n13800000001"}, "")
		refuses(w, "第 2 行没有姓名", err)
	})
}
