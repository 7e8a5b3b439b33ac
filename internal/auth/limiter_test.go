package auth

import (
	"fmt"
	"testing"
	"time"

	"sanshe/internal/clock"
)

func TestLimiter(t *testing.T) {
	c := clock.NewWalking(time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Shanghai))
	l := NewLimiter(c, time.Minute, 3, 100)
	want := func(key string, ok bool, wait time.Duration) {
		t.Helper()
		if got, after := l.Allow(key); got != ok || after != wait {
			t.Errorf("%s at %s: %v, %v, want %v, %v", key, clock.Stamp(c.Now()), got, after, ok, wait)
		}
	}
	for range 3 {
		want("a", true, 0)
	}
	want("a", false, time.Minute)
	want("a", false, time.Minute) // asking costs nothing
	want("b", true, 0)
	c.Advance(20 * time.Second)
	want("a", false, 40*time.Second)
	c.Advance(40 * time.Second)
	want("a", true, 0)
	want("a", false, time.Minute)
	c.Advance(time.Hour)
	for range 3 { // no more than the burst comes back
		want("a", true, 0)
	}
	want("a", false, time.Minute)
}

// However many keys come, memory is bounded, and a flood of them does not free
// the one held back.
func TestLimiterBounds(t *testing.T) {
	l := NewLimiter(clock.Fixed(time.Unix(1_800_000_000, 0)), time.Minute, 3, 100)
	for range 3 {
		l.Allow("culprit")
	}
	for i := range 10_000 {
		if ok, _ := l.Allow(fmt.Sprint(i)); !ok {
			t.Fatal("a new key was refused")
		}
		if len(l.full) > 100 {
			t.Fatalf("%d keys", len(l.full))
		}
	}
	if ok, _ := l.Allow("culprit"); ok {
		t.Error("a flood freed the culprit")
	}
}

func TestDeviceName(t *testing.T) {
	for agent, want := range map[string]string{
		chrome: "Chrome · Windows",
		"Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 HuaweiBrowser/15.0 Mobile Safari/537.36":         "华为浏览器 · 鸿蒙",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49":                      "微信 · iPhone",
		"Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 wxwork/4.1 MicroMessenger/7": "企业微信 · Android",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0":                                    "Edge · Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15":                                    "Safari · Mac",
		"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0":                                                                                   "Firefox · Linux",
		"curl/8.5": "其他浏览器 · 其他设备",
		"":         "其他浏览器 · 其他设备",
	} {
		if got := deviceName(agent); got != want {
			t.Errorf("%s: %s, want %s", agent, got, want)
		}
	}
}
