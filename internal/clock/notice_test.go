package clock

import (
	"slices"
	"strings"
	"testing"

	"sanshe/internal/fault"
)

// The notice's own words give the days that come with the product.
func TestParseNotice(t *testing.T) {
	const notice = `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：５月１日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午：6月19日（周五）至21日（周日）放假，共3天。
六、中秋：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`
	got, err := ParseNotice(notice, 2026)
	if err != nil {
		t.Fatal(err)
	}
	var want []Day
	for _, d := range NationalDays() {
		if d.Date.Year() == 2026 {
			want = append(want, d)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	var lines []string
	for _, d := range want {
		lines = append(lines, string(d.Date)+","+d.Kind+","+d.Name)
	}
	if again, err := ParseNotice("date,kind,name\r\n"+strings.Join(lines, "\r\n")+"\n", 2026); err != nil || !slices.Equal(again, want) {
		t.Errorf("%v, %v", again, err)
	}
	across, err := ParseNotice("一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
	if err != nil || len(across) != 3 || across[0].Date != "2022-12-31" || across[2].Date != "2023-01-02" {
		t.Errorf("%v, %v", across, err)
	}
}

func TestParseNoticeRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"各省、自治区、直辖市人民政府：":                    "看不懂",
		"一、元旦：1月1日至3日休息。":                    "没有写哪天",
		"一、元旦：13月1日放假。":                      "没有 2027年13月1日",
		"一、元旦：1月1日至31日放假。":                   "天数不对",
		"一、元旦：1月3日至1日放假。":                    "天数不对",
		"2027-02-30 放假 春节":                   "不是日期",
		"2027-01-01 放假 元旦\n2027-01-01 上班 元旦": "既写了放假又写了上班",
		"一、元旦：1月1日至3日放假。1月2日上班。":             "既写了放假又写了上班",
	} {
		_, err := ParseNotice(text, 2027)
		if e := fault.As(err); e == nil || e.Kind != fault.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %s", text, err, says)
		}
	}
}

func FuzzParseNotice(f *testing.F) {
	f.Add("一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。")
	f.Add("2027-01-01 放假 元旦")
	f.Fuzz(func(t *testing.T, text string) {
		days, err := ParseNotice(text, 2027)
		for _, d := range days {
			if err != nil || !d.Date.Valid() || d.Kind != Holiday && d.Kind != Workday {
				t.Errorf("%q: %v, %v", text, d, err)
			}
		}
	})
}
