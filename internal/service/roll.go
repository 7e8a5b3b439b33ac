package service

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"sanshe/internal/ident"
)

// Named is somebody on a pasted list: what stood beside the name is kept, the
// telephone number apart from the rest.
type Named struct {
	Name, Phone, Note string
	Role              Role

	line int
}

// mostNamed bounds one list.
const mostNamed = 500

// roll reads pasted lists and remembers what it did with each line. What it
// says names lines, not people.
type roll struct {
	list     []Named
	says     []string
	problems []string
}

var (
	rollHeads  = regexp.MustCompile(`^(序号|编号|姓名|名字|联系电话|电话号码|电话|手机号码|手机号|手机|性别|年龄|住址|地址|备注|签名|签到|参加人员|志愿者)$`)
	rollSerial = regexp.MustCompile(`^[(（]?\d{1,4}([)）.．、:：]|$)`)
	rollAside  = regexp.MustCompile(`^([^(（]+)[(（](.*?)[)）]?$`)
	rollSpaced = regexp.MustCompile(`(^|[\s、，,;；|])(\p{Han})[ 　]+(\p{Han}{1,2})([\s、，,;；|（(]|$)`) // 王　明, in line with longer names
	rollDigits = regexp.MustCompile(`^[+\d()-]{5,}$`)
)

// ParseNames reads a pasted list: one person a line, or several parted by 、 and
// the like. Serial numbers, headings, tabs, full-width digits and doubles are
// cleared up and told line by line; a line that names nobody refuses the list.
func ParseNames(text string, role Role) ([]Named, []string, error) {
	r := &roll{}
	r.read(text, role)
	return r.list, r.says, r.err("names", "参加的人")
}

// read reads one list.
func (r *roll) read(text string, role Role) {
	lines, before := strings.Split(ident.CleanText(text), "\n"), len(r.list)
	filled := 0
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		filled++
		r.line(i+1, line, role)
	}
	if filled > 0 {
		head := fmt.Sprintf("贴了 %d 行%s，记下 %d 人", filled, map[Role]string{Helper: "志愿者"}[role], len(r.list)-before)
		r.says = append([]string{head}, r.says...)
	}
}

// line reads the people of one line.
func (r *roll) line(at int, line string, role Role) {
	if strings.ContainsFunc(line, func(c rune) bool { return '０' <= c && c <= '９' || 'Ａ' <= c && c <= 'ｚ' }) {
		r.say(at, "全角的数字和字母已改成半角")
	}
	line = rollSerial.ReplaceAllString(strings.TrimSpace(narrowDigits(line)), "")
	line = rollSpaced.ReplaceAllString(line, "$1$2$3$4")
	blank := func(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) }
	if words := strings.FieldsFunc(line, func(c rune) bool { return blank(c) || strings.ContainsRune("、，,;；|", c) }); len(words) > 0 &&
		!slices.ContainsFunc(words, func(s string) bool { return !rollHeads.MatchString(s) }) {
		r.say(at, "是表头，没有记")
		return
	}
	var last *Named // of this line
	for _, piece := range strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune("、，,;；|", c) }) {
		words := strings.FieldsFunc(piece, blank)
		if len(words) > 1 && rollSerial.FindString(words[0]) == words[0] {
			words = words[1:]
		}
		if len(words) == 0 {
			continue
		}
		one := Named{Role: role, line: at}
		if isName(words[0]) {
			one.Name, one.Note = aside(words[0])
			words = words[1:]
		} else if last != nil {
			one, last = *last, nil
			r.list = r.list[:len(r.list)-1]
		}
		for _, w := range words {
			r.beside(&one, at, w)
		}
		if err := ident.CheckName(one.Name); err != nil {
			r.problems = append(r.problems, fmt.Sprintf("第 %d 行%s", at, map[bool]string{true: "没有姓名", false: err.Error()}[one.Name == ""]))
			continue
		}
		if r.enter(one) {
			last = &r.list[len(r.list)-1]
		}
	}
}

// isName reports whether a word begins a person: it has a letter and is more than
// the sex that stands in a column of its own.
func isName(s string) bool {
	return strings.ContainsFunc(s, unicode.IsLetter) && !unicode.IsDigit([]rune(s)[0]) && s != "男" && s != "女"
}

// aside parts a name from what stands in brackets after it.
func aside(s string) (name, note string) {
	if m := rollAside.FindStringSubmatch(s); m != nil {
		s, note = m[1], m[2]
	}
	return ident.NormalizeName(s), note
}

// beside puts a word that follows a name where it belongs.
func (r *roll) beside(one *Named, at int, word string) {
	phone := ident.NormalizePhone(word)
	switch {
	case ident.CheckID(ident.NormalizeID(word)) == nil:
		r.problems = append(r.problems, fmt.Sprintf("第 %d 行有身份证号，活动不收身份证号，删去再存", at))
		return
	case ident.CheckPhone(phone) == nil && one.Phone == "":
		one.Phone = phone
		return
	case rollDigits.MatchString(phone) && ident.CheckPhone(phone) != nil:
		r.say(at, fmt.Sprintf("电话不对（%s），原样记在说明里", ident.CheckPhone(phone)))
	}
	one.Note = strings.TrimSpace(one.Note + " " + word)
}

// enter puts somebody on the list, or with the one they already are.
func (r *roll) enter(one Named) bool {
	for i := range r.list {
		had := &r.list[i]
		if had.Name != one.Name {
			continue
		}
		if had.Phone != "" && one.Phone != "" && had.Phone != one.Phone {
			r.say(one.line, fmt.Sprintf("与第 %d 行同名，电话不同，记成两个人", had.line))
			continue
		}
		if had.Phone == "" {
			had.Phone = one.Phone
		}
		if !strings.Contains(had.Note, one.Note) {
			had.Note = strings.TrimSpace(had.Note + " " + one.Note)
		}
		where := fmt.Sprintf("与第 %d 行是同一个人", had.line)
		if had.Role != one.Role {
			where = fmt.Sprintf("与志愿者名单第 %d 行是同一个人", had.line)
		}
		r.say(one.line, where+"，只记一次")
		return false
	}
	r.list = append(r.list, one)
	return true
}

func (r *roll) say(at int, what string) {
	r.says = append(r.says, fmt.Sprintf("第 %d 行%s", at, what))
}

// err says at once everything that keeps the lists from being taken.
func (r *roll) err(field, label string) error {
	const shown = 20
	if n := len(r.problems); n > shown {
		r.problems = append(r.problems[:shown], fmt.Sprintf("还有 %d 处", n-shown))
	}
	if len(r.list) > mostNamed {
		r.problems = append(r.problems, fmt.Sprintf("一次最多 %d 人，现有 %d 人，分场登记", mostNamed, len(r.list)))
	}
	if len(r.problems) == 0 {
		return nil
	}
	return problem(field, label, "%s", strings.Join(r.problems, "；"))
}

// narrowDigits makes digits, letters and the signs of telephone numbers
// half-width, and leaves the punctuation that parts people.
func narrowDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("　＋－", c) {
			return []rune(ident.Narrow(string(c)))[0]
		}
		return c
	}, s)
}
