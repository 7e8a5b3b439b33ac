package area

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"sanshe/internal/fault"
)

// Division is a division by name, as one edition of the codes has it.
type Division struct {
	Code  string
	Name  string
	Level Level
}

// EditionName names the edition that Edition gives. Codes change and units merge:
// a code is only as good as its edition.
const EditionName = "国家统计局 2023 年版（截至 2023-06-30）"

//go:embed divisions-hejiang.csv
var hejiangCSV string

// Edition gives 四川省, 泸州市, 合江县 and all below it, parents first; see README.md
// for the source.
func Edition() []Division {
	divisions, err := ParseDivisions(strings.NewReader(hejiangCSV))
	if err != nil {
		panic("area: embedded divisions-hejiang.csv: " + err.Error()) // a test reads it
	}
	return divisions
}

var levelNames = map[string]Level{"province": Province, "city": City, "county": County, "town": Town, "village": Community}

// ParseDivisions reads lines "code,name,level" under that header, each division
// after its parent; level is province, city, county, town or village. Errors name
// the line and are fault.Invalid.
func ParseDivisions(r io.Reader) ([]Division, error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord = 3
	var divisions []Division
	seen := map[string]bool{"": true}
	for first := true; ; first = false {
		row, err := table.Read()
		switch {
		case err == io.EOF && !first:
			return divisions, nil
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fault.Wrap(err, fault.Invalid, "区划表读不出，请存为逗号分隔的 CSV，每行三栏")
		case first && strings.Join(row, ",") != "code,name,level":
			return nil, fault.New(fault.Invalid, "区划表第一行应为 code,name,level")
		case first:
			continue
		}
		line, _ := table.FieldPos(0)
		d := Division{Code: row[0], Name: row[1], Level: levelNames[row[2]]}
		if err := Valid(d.Code); err != nil {
			return nil, fault.New(fault.Invalid, "区划表第 %d 行：%s", line, err)
		}
		switch {
		case d.Name == "":
			return nil, fault.New(fault.Invalid, "区划表第 %d 行：%s 缺名称", line, d.Code)
		case d.Level != LevelOf(d.Code):
			return nil, fault.New(fault.Invalid, "区划表第 %d 行：%s 的级别“%s”与代码位数不合", line, d.Code, row[2])
		case seen[d.Code]:
			return nil, fault.New(fault.Invalid, "区划表第 %d 行：%s 重复", line, d.Code)
		case !seen[Parent(d.Code)]:
			return nil, fault.New(fault.Invalid, "区划表第 %d 行：%s 的上级 %s 应先列出", line, d.Code, Parent(d.Code))
		}
		seen[d.Code] = true
		divisions = append(divisions, d)
	}
}
