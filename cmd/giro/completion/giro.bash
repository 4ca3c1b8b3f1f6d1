# bash completion for giro

_giro() {
  local current=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]/#\~/$HOME} line
  COMPREPLY=()
  # readline stands on the "=" itself when nothing follows it yet
  local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  [[ $current == "=" ]] && words+=("")
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\t'*}")
  done < <("$program" __complete "${words[@]}" 2>/dev/null)
}

complete -o default -F _giro giro
