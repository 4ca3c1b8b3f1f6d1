package check_test
import ("testing";"os";"strings";"github.com/giro-video/giro/internal/film/check";"github.com/giro-video/giro/internal/content/format")
func TestZZ(t *testing.T){ ff,_:=tool(); f,err:=format.ByName("universal"); if err!=nil{t.Fatal(err)}; for _,p:=range strings.Fields(os.Getenv("D")){ r,err:=check.File(t.Context(),ff,p,f,check.Expect{}); if err!=nil{t.Fatal(err)}; for _,it:=range r.Items{ if it.Verdict!=check.Pass||strings.HasPrefix(it.ID,"seam"){t.Logf("%-20s %-5s %v / %v %s [%s] %s",it.ID,it.Verdict,it.Measured,it.Limit,it.Unit,it.Source,it.Message)}}}}
