#compdef giro

_giro() {
  local -a lines items
  local line meaning
  lines=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -z "${lines[1]}" ]]; then
    _files
    return
  fi
  for line in "${lines[@]}"; do
    meaning=${line#*$'\t'}
    items+=("${${line%%$'\t'*}//:/\\:}${meaning:+:$meaning}")
  done
  _describe -V giro items
}

# run as a file of $fpath, or sourced
if [[ "${funcstack[1]}" == _giro ]]; then
  _giro "$@"
else
  compdef _giro giro
fi
