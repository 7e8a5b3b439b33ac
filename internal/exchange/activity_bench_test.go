package exchange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/sheet"
)

// steps counts how often progress was told.
type steps struct{ told int }

func (s *steps) Write(p []byte) (int, error) { s.told++; return len(p), nil }

// peak gives the most memory the process has held, in MB.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(status)
	if m == nil {
		return 0
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return float64(kb) / 1024
}

// BenchmarkImportActivities imports 100,000 activities of nine communities by
// command and exports them as one community's worker, who gets theirs alone.
func BenchmarkImportActivities(b *testing.B) {
	const rows, communities = 100_000, 9
	dir := b.TempDir()
	var s strings.Builder
	s.WriteString("区划代码,做了什么,种类,日期,没有记名的人数,时长,一句话说说,地点\r\n")
	for i := range rows {
		fmt.Fprintf(&s, "51052200100%d,第 %d 次义剪,志愿服务,2026-%02d-%02d,%d,1小时,给行动不便的老人理发,院坝\r\n", 1+i%communities, i, 1+i%10, 1+i%28, i%40)
	}
	path := filepath.Join(dir, "活动.csv")
	if err := os.WriteFile(path, []byte(s.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	s.Reset()
	n, told, imported, exported, theirs := 0, 0, time.Duration(0), time.Duration(0), 0
	for b.Loop() {
		n++
		a, err := app.Open(b.Context(), app.Config{Data: filepath.Join(dir, fmt.Sprint(n)), Create: true, Clock: clock.System()})
		if err != nil {
			b.Fatal(err)
		}
		town := staff()
		town.Area = apptest.Town
		progress, began := &steps{}, time.Now()
		if err := exchange.ImportFile(b.Context(), a.Store, town, service.Activities.Register, path, sheet.CommandLimits(), false, progress); err != nil {
			b.Fatal(err)
		}
		imported, told, began = imported+time.Since(began), told+progress.told, time.Now()
		worker := &record.Actor{Account: 14, Name: "王雪梅", Unit: "社区", Area: apptest.Community, Via: "web", Roles: record.By(people.CommunityWorker)}
		out := filepath.Join(dir, fmt.Sprint(n, ".csv"))
		if err := exchange.ExportFile(b.Context(), a.Store, worker, service.Activities.Register, out, "年终核对"); err != nil {
			b.Fatal(err)
		}
		exported += time.Since(began)
		body, err := os.ReadFile(out)
		if err != nil {
			b.Fatal(err)
		}
		if theirs = strings.Count(string(body), "次义剪"); theirs != (rows+communities-1)/communities {
			b.Fatalf("%d rows exported", theirs)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(imported.Seconds()/float64(n), "import-s")
	b.ReportMetric(exported.Seconds()/float64(n), "export-s")
	b.ReportMetric(float64(told/n), "told")
	b.ReportMetric(peak(), "peak-MB")
}
