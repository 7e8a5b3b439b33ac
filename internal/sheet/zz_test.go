package sheet
import ("testing";"os";"bytes")
func TestZZ(t *testing.T){
 var rows [][]string
 for _, s := range tricky() { rows = append(rows, []string{s, "-12.5", "123456789012.34", "2026-11-23", "成立", "510123199001011234", s}) }
 rows = append(rows, []string{"x","1.1","0.10","2026-11-23 09:30","=注销","013800138000","末"})
 os.WriteFile("/tmp/lo/a.xlsx", write(t,"x.xlsx",roster(),rows),0o644)
 var b bytes.Buffer; Template(&b, roster(), []string{"合唱队", "30", "0.00", "2026-11-23", "成立", "13800138000", ""})
 os.WriteFile("/tmp/lo/t.xlsx", b.Bytes(),0o644)
 if d,err:=os.ReadFile("/tmp/lo/out/a.xlsx"); err==nil { r,got,_ := read(t,d,options()); t.Log(r.Meta(), r.Format()); 
  t.Logf("%q", r.Headers())
  for i:=range rows { for j:=range rows[i]{ if got[i][j]!=rows[i][j] { t.Logf("%d %d %q %q",i,j,rows[i][j],got[i][j]) } } } }
 if d,err:=os.ReadFile("/tmp/lo/out/t.xlsx"); err==nil { r,got,_ := read(t,d,options()); t.Log(r.Meta(), got) }
}
