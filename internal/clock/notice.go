package clock

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/fault"
)

var (
	heading = regexp.MustCompile(`^[一二三四五六七八九十]+、(.+?)[：:](.*)$`)
	bracket = regexp.MustCompile(`（[^）]*）|\([^)]*\)`)
	dayIn   = regexp.MustCompile(`(至)?(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日`)
	plain   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)\s*[,，\t ]\s*(放假|上班|holiday|workday)\s*[,，\t ]?\s*(.*)$`)
)

// ParseNotice reads the days of a year out of the State Council's yearly notice
// (国务院办公厅关于部分节假日安排的通知) as pasted, one paragraph a festival; or out of
// lines “2027-01-01 放假 元旦”. Every line that is not understood is an error, and
// so is a day that is said both ways.
func ParseNotice(text string, year int) ([]Day, error) {
	var days []Day
	var problems []fault.Problem
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", ""), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "date,kind,name" {
			continue
		}
		list, err := noticeLine(line, year)
		if err != nil {
			problems = append(problems, fault.Problem{Field: "days", Label: fmt.Sprintf("第 %d 行", i+1), Text: err.Error()})
		}
		days = append(days, list...)
	}
	slices.SortStableFunc(days, func(a, b Day) int { return strings.Compare(string(a.Date), string(b.Date)) })
	for i := 1; i < len(days); i++ {
		if days[i].Date == days[i-1].Date && days[i].Kind != days[i-1].Kind {
			problems = append(problems, fault.Problem{Field: "days", Label: string(days[i].Date), Text: "既写了放假又写了上班，请对照通知改成一种"})
		}
	}
	if len(problems) > 0 {
		return nil, fault.Fields(problems...)
	}
	return slices.CompactFunc(days, func(a, b Day) bool { return a.Date == b.Date }), nil
}

func noticeLine(line string, year int) (days []Day, err error) {
	if m := plain.FindStringSubmatch(line); m != nil {
		d := Day{Date: Date(m[1]), Kind: Holiday, Name: m[3]}
		if m[2] == "上班" || m[2] == Workday {
			d.Kind = Workday
		}
		if !d.Date.Valid() {
			return nil, fmt.Errorf("“%s”不是日期", m[1])
		}
		return []Day{d}, nil
	}
	m := heading.FindStringSubmatch(narrow(line))
	if m == nil {
		return nil, fmt.Errorf("看不懂“%s”；应如“一、元旦：1月1日（周五）至3日（周日）放假，共3天。”，或“2027-01-01 放假 元旦”", quotable(line))
	}
	for _, sentence := range strings.FieldsFunc(bracket.ReplaceAllString(m[2], ""), func(r rune) bool { return strings.ContainsRune("。；;", r) }) {
		kind := Holiday
		switch {
		case strings.Contains(sentence, "上班"):
			kind = Workday
		case !strings.Contains(sentence, "放假") && !strings.Contains(sentence, "补休"):
			continue
		}
		list, err := noticeDays(sentence, year)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			days = append(days, Day{d, kind, m[1]})
		}
	}
	if len(days) == 0 {
		return nil, fmt.Errorf("“%s”里没有写哪天放假或上班", quotable(m[1]))
	}
	return days, nil
}

// noticeDays gives the days of a sentence; 至 runs through those between.
func noticeDays(sentence string, year int) (days []Date, err error) {
	month := 0
	for _, m := range dayIn.FindAllStringSubmatch(sentence, -1) {
		if m[2] != "" {
			year, _ = strconv.Atoi(m[2])
		}
		if m[3] != "" {
			month, _ = strconv.Atoi(m[3])
		}
		day, _ := strconv.Atoi(m[4])
		d := Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
		if !d.Valid() {
			return nil, fmt.Errorf("没有 %d年%d月%d日", year, month, day)
		}
		if n := len(days); m[1] != "" && n > 0 {
			if span := d.Sub(days[n-1]); span < 1 || span > 15 {
				return nil, fmt.Errorf("从 %s 到 %s 的天数不对", days[n-1].Chinese(), d.Chinese())
			}
			for next := days[n-1].AddDays(1); next < d; next = next.AddDays(1) {
				days = append(days, next)
			}
		}
		days = append(days, d)
	}
	return days, nil
}
