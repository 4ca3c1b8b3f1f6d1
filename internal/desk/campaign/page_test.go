package campaign_test

import (
	"context"
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/campaign"
)

// drive is run inside the page: it does what a person does and notes what is seen.
const drive = `<script>
(function(){
var errors=[],seen={};
window.addEventListener('error',function(e){errors.push(String(e.message||e.target&&e.target.src))},true);
var all=function(s){return Array.prototype.slice.call(document.querySelectorAll(s))};
var shown=function(){return all('.post').filter(function(p){return p.offsetParent!==null}).length};
function pick(key,value){var s=document.querySelector('[data-filter='+key+']');s.value=value;s.dispatchEvent(new Event('change'))}
window.addEventListener('load',function(){
  try{
  seen.all=shown();
  pick('format','reels');seen.reels=shown();pick('format','');
  var q=document.querySelector('#q');q.value='secondo';q.dispatchEvent(new Event('input'));seen.secondo=shown();q.value='';q.dispatchEvent(new Event('input'));
  seen.count=document.querySelector('#count').textContent;
  document.querySelector('#who').value='Anna';
  document.querySelector('.ok').click();seen.approvals=window.giroApprovals();
  document.querySelector('details').open=true;document.querySelector('button.copy').click();
  var b=document.querySelector('button.cover'),n=all('button.cover').length;seen.covers=n;b.click();
  seen.video=!!document.querySelector('.cover video');
  seen.nameless=all('button,input,select').filter(function(e){return !(e.getAttribute('aria-label')||e.textContent.trim()||e.closest('label'))}).length;
  seen.alts=all('img').filter(function(i){return !i.hasAttribute('alt')}).length;
  var ids=all('[id]').map(function(e){return e.id});seen.twice=ids.filter(function(x,i){return ids.indexOf(x)!==i});
  seen.outside=all('[src],link[href]').map(function(e){return e.getAttribute('src')||e.getAttribute('href')}).filter(function(u){return /^(https?:)?\/\//.test(u)});
  seen.loaded=all('.cover img').every(function(i){return i.loading==='lazy'||i.naturalWidth>0});
  }catch(e){errors.push(String(e))}
  setTimeout(function(){
    var v=document.querySelector('.cover video');seen.seconds=v&&v.duration;seen.playing=v&&v.currentTime>0;
    seen.said=document.querySelector('#said').textContent;seen.errors=errors;
    var pre=document.createElement('pre');pre.id='seen';pre.textContent=JSON.stringify(seen);document.body.appendChild(pre);
  },1500);
});
})();
</script>`

// browser finds a Chromium; "" when there is none.
func browser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// TestReviewPage opens the page of a run in a browser and uses it.
func TestReviewPage(t *testing.T) {
	chrome := browser()
	if chrome == "" {
		t.Skip("there is no Chromium on this machine: the review page was not opened")
	}
	dir, cache := smallCampaign(t), t.TempDir()
	run(t, ready(t, dir, cache), campaign.RunOptions{})
	out := filepath.Join(dir, "out")
	page, err := os.ReadFile(filepath.Join(out, campaign.IndexFile))
	if err != nil {
		t.Fatal(err)
	}
	driven := filepath.Join(out, "driven.html")
	write(t, driven, strings.Replace(string(page), "<title>", drive+"<title>", 1))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chrome, "--headless", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=10000", "--dump-dom", "file://"+driven)
	dom, err := cmd.Output()
	if err != nil {
		t.Fatalf("the browser: %v", err)
	}
	m := regexp.MustCompile(`<pre id="seen">(.*?)</pre>`).FindSubmatch(dom)
	if m == nil {
		t.Fatalf("the page was not driven to the end:\n%.2000s", dom)
	}
	var seen struct {
		All, Reels, Secondo, Covers, Nameless, Alts int
		Count, Said                                 string
		Video, Loaded                               bool
		Seconds                                     float64
		Errors, Twice, Outside                      []string
		Approvals                                   struct {
			Schema    int
			Approvals []campaign.Approval
		}
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(m[1]))), &seen); err != nil {
		t.Fatal(err)
	}
	if seen.All != 4 || seen.Reels != 2 || seen.Secondo != 2 || seen.Covers != 4 || !strings.HasPrefix(seen.Count, "4 of 4 posts") {
		t.Errorf("filters: %+v", seen)
	}
	if !seen.Video || seen.Seconds < 3 {
		t.Errorf("the video did not open: %v, %v s", seen.Video, seen.Seconds)
	}
	if seen.Said != "Copied" && seen.Said != "Select the text and copy it" {
		t.Errorf("copying said %q", seen.Said)
	}
	if len(seen.Errors)+len(seen.Twice)+len(seen.Outside)+seen.Nameless+seen.Alts > 0 || !seen.Loaded {
		t.Errorf("faults of the page: %+v", seen)
	}
	list := seen.Approvals.Approvals
	if len(list) != 1 || list[0].Post == "" || len(list[0].SHA256) != 64 || list[0].By != "Anna" {
		t.Fatalf("approvals: %+v", seen.Approvals)
	}

	// The saved marks are read again, and hold for the video that was seen.
	saved, err := json.Marshal(map[string]any{"schema": 1, "approvals": list})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(out, campaign.ApprovalsFile), string(saved))
	run(t, ready(t, dir, cache), campaign.RunOptions{})
	if page, err = os.ReadFile(filepath.Join(out, campaign.IndexFile)); err != nil || strings.Count(string(page), " checked") != 1 {
		t.Errorf("the approval is not on the page: %v", err)
	}
	if got, err := campaign.Approvals(out); err != nil || got[list[0].Post].By != "Anna" {
		t.Errorf("%v %v", got, err)
	}
	write(t, filepath.Join(out, campaign.ApprovalsFile), "{")
	if _, err := campaign.Approvals(out); err == nil {
		t.Error("half a file passed for approvals")
	}
}
