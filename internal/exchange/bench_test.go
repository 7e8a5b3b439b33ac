package exchange_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/need"
	"sanshe/internal/sheet"
)

// BenchmarkImportFile imports needs by command, end to end, on SQLite: read,
// staged, applied. The unit to watch is rows/s.
func BenchmarkImportFile(b *testing.B) {
	const rows = 10_000
	dir := b.TempDir()
	var s strings.Builder
	s.WriteString("区划代码,要点,哪方面的事,具体说说,服务对象,来源,提出日期,涉及人数,提出人,手机号,住址\r\n")
	for i := range rows {
		fmt.Fprintf(&s, "51052200100%d,第 %d 件：楼道灯不亮,环境卫生,三单元 %d 楼的灯坏了两周，老人晚上下楼不方便。%s,老年人、社区居民,线下走访,2026-01-%02d,%d,陈小梅,1380000%04d,符阳街道 %d 号\r\n",
			1+i%9, i, i%30, strings.Repeat("这个情况已经有一段日子了，之前跟物业说过一次没有下文，希望社区能来人看一下，", 2+i%5), 1+i%28, i%50, i%10000, i)
	}
	path := filepath.Join(dir, "需求.csv")
	if err := os.WriteFile(path, []byte(s.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		a, err := app.Open(b.Context(), app.Config{Data: filepath.Join(dir, fmt.Sprint(n)), Create: true, Clock: clock.System()})
		if err != nil {
			b.Fatal(err)
		}
		town := staff()
		town.Area = apptest.Town
		if err := exchange.ImportFile(b.Context(), a.Store, town, need.Needs.Register, path, sheet.CommandLimits(), false, io.Discard); err != nil {
			b.Fatal(err)
		}
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows*n)/b.Elapsed().Seconds(), "rows/s")
}
