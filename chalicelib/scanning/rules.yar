/* Signatures that need no updates: what programs and scripts look like, whatever their names say.

   The identifier of a rule, with hyphens, is its code (scanning/codes.py); `outcome` is the verdict. They are run over the
   upload, every file within it, and what its documents hold compressed. Known malware families are clamd's and GuardDuty's work. */

rule test_malware {  // The industry's harmless test file, eicar.org; in hex, or every scanner would remove this file.
  meta: outcome = "INFECTED"
  strings: $eicar = { 58 35 4F 21 50 25 40 41 50 5B 34 5C 50 5A 58 35 34 28 50 5E 29 37 43 43 29 37 7D 24 45 49 43 41 52 }
  condition: $eicar
}

rule program {
  meta: outcome = "INFECTED"
  strings:
    $dalvik = "dex\n03"
    $web_assembly = { 00 61 73 6D 01 00 00 00 }
  condition:
    (uint16be(0) == 0x4D5A and for any place in (2..63) : (uint8(place) == 0)) or  // Windows, DOS; a text may begin with MZ, but holds no NUL
    uint32be(0) == 0x7F454C46 or                                              // Linux
    for any magic in (0xFEEDFACE, 0xFEEDFACF, 0xCEFAEDFE, 0xCFFAEDFE, 0xCAFEBABE) : (uint32be(0) == magic) or  // macOS, Java
    $dalvik at 0 or $web_assembly at 0
}

rule program_inside {
  meta: outcome = "INFECTED"
  strings:
    $dos = "This program cannot be run in DOS mode"
    $win = "This program must be run under Win32"
  condition: any of them
}

rule program_encoded {
  meta: outcome = "INFECTED"
  strings:
    $base64 = /TV(qQAAMAAAAEAAAA|pQAAIAAAAEAA8A|oAAAAAAAAAAAAA|qAAAEAAAAEABAA|roAAAAAAAAAAAA)[A-Za-z0-9+\/]{40}/
    $dos_base64 = "VGhpcyBwcm9ncmFtIGNhbm5vdCBiZSBydW4gaW4gRE9TIG1vZG"
    $hex = "4d5a90000300000004000000ffff0000" nocase
  condition: any of them
}

rule shortcut {
  meta: outcome = "INFECTED"
  condition: uint32be(0) == 0x4C000000 and uint32be(4) == 0x01140200
}

rule container_of_programs {  // help file, notebook, disk image: containers that Windows opens and programs are sent in
  meta: outcome = "RISKY"
  strings: $iso = "CD001"
  condition: uint32be(0) == 0x49545346 or uint32be(0) == 0xE4525C7B or $iso at 0x8001
}

rule script_powershell {
  meta: outcome = "INFECTED"
  strings:
    $encoded = /powershell(\.exe)?["']?\s{1,8}(-[a-z]{1,20}\s{1,4}([a-z]{1,12}\s{1,4})?){0,6}-e(nc?|nco|ncod|ncode|ncoded|ncodedcommand)?\s{1,4}["']?[a-z0-9+\/=]{20}/ nocase ascii wide
    $cradle = /(iex|invoke-expression)\s{0,4}\(?\s{0,4}\(?\s{0,4}(new-object\s{1,4}(system\.)?net\.webclient|iwr|invoke-webrequest|irm)/ nocase ascii wide
    $download = "DownloadString(" nocase ascii wide
    $download_file = "DownloadFile(" nocase ascii wide
    $decode = "FromBase64String(" nocase ascii wide
    $hidden = /-w(indowstyle)?\s{1,4}hidden/ nocase ascii wide
    $bypass = /-e(xecution)?p(olicy)?\s{1,4}bypass/ nocase ascii wide
  condition: $encoded or $cradle or 2 of ($download, $download_file, $decode, $hidden, $bypass)
}

rule script_windows {
  meta: outcome = "INFECTED"
  strings:
    $shell = "WScript.Shell" nocase ascii wide
    $files = "Scripting.FileSystemObject" nocase ascii wide
    $stream = "ADODB.Stream" nocase ascii wide
    $http = "MSXML2.XMLHTTP" nocase ascii wide
    $application = "Shell.Application" nocase ascii wide
    $does = /\.(Run|Exec|ShellExecute|SaveToFile|Open)\b/ nocase ascii wide
    $encoded = "#@~^"
    $fetch = /\b(certutil(\.exe)?\s[^\n]{0,40}-urlcache|bitsadmin(\.exe)?\s[^\n]{0,20}\/transfer)\b/ nocase ascii wide
    $hta = "<hta:application" nocase ascii wide
  condition:
    (any of ($shell, $application) and $does) or 2 of ($shell, $files, $stream, $http, $application) or $encoded at 0 or $hta or $fetch
}

rule script_shell {
  meta: outcome = "INFECTED"
  strings:
    $interpreter = /#!\s{0,4}\/(usr\/)?(local\/)?bin\/(env\s{1,4})?(ba|z|da|k|c)?(sh|python|perl|ruby|node|php)/
    $batch = /@echo\s{1,4}off/ nocase
    $pipe = /(curl|wget)\s[^\n|]{1,200}\|\s{0,4}(sudo\s{1,4})?(ba|z|da)?sh\b/
  condition: $interpreter at 0 or $batch in (0..8) or $pipe
}

rule web_shell {
  meta: outcome = "INFECTED"
  strings:
    $php = "<?php" nocase
    $php_runs = /\b(eval|assert|system|passthru|shell_exec|proc_open|popen|base64_decode)\s{0,4}\(/ nocase
    $page = "<%"
    $java_runs = "Runtime.getRuntime().exec"
    $asp_runs = /\b(eval|execute)\s{0,4}\(?\s{0,4}request/ nocase
  condition: ($php and $php_runs) or ($page and any of ($java_runs, $asp_runs))
}

rule markup_active {
  meta: outcome = "RISKY"
  strings:
    $document = /<(html|svg|body|!doctype|\?xml|img|head|a)[\s>:]/ nocase ascii wide
    $script = /<script[\s>\/]/ nocase ascii wide
    $frame = /<(iframe|object|embed|foreignObject)[\s>]/ nocase ascii wide
    $handler = /\son(load|error|click|mouseover|begin|focus|toggle|pointerenter)\s{0,4}=\s{0,4}["'a-z]/ nocase ascii wide
    $script_end = "</script" nocase ascii wide
    $refresh = /<meta\s{1,8}http-equiv/ nocase ascii wide
    $link = "javascript:" nocase ascii wide
  condition: ($document in (0..4096) and any of ($script, $frame, $handler, $link)) or ($script and $script_end) or $refresh
}

rule markup_smuggling {  // a page that builds a file in the browser and saves it
  meta: outcome = "INFECTED"
  strings:
    $markup = /<(html|svg|script)/ nocase
    $decode = "atob("
    $blob = "URL.createObjectURL"
    $save = "msSaveOrOpenBlob"
    $download = ".download"
  condition: $markup and $decode and (($blob and $download) or $save)
}

rule rtf_object {
  meta: outcome = "RISKY"
  strings:
    $data = "\\objdata"
    $update = "\\objupdate"
  condition: uint32be(0) == 0x7B5C7274 and any of them
}

rule ole_equation {  // the old equation editor, taken out of Office in 2018 because of the attacks on it
  meta: outcome = "RISKY"
  strings:
    $name = "Equation.3" ascii wide nocase
    $class_id = { 02 CE 02 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
  condition: any of them
}

rule ole_package {
  meta: outcome = "RISKY"
  strings: $native = { 01 00 4F 00 6C 00 65 00 31 00 30 00 4E 00 61 00 74 00 69 00 76 00 65 }
  condition: uint32be(0) == 0xD0CF11E0 and $native
}

rule macro_runs_program {
  meta: outcome = "INFECTED"
  strings:
    $opens = /\bSub\s{1,4}(Auto_?Open|AutoExec|Auto_?Close|Document_Open|Document_New|Document_Close|Workbook_Open|Workbook_Activate)\b/ nocase
    $shell = /\bShell(Execute)?\b/ nocase
    $object = "CreateObject" nocase
    $download = "URLDownloadToFile" nocase
    $run = "WinExec" nocase
  condition: $opens and any of ($shell, $object, $download, $run)
}

rule dde_formula {  // a cell that starts a program through Dynamic Data Exchange: =cmd|'/C calc'!A0
  meta: outcome = "RISKY"
  strings:
    $cell = /[=+@-][^,;\t\r\n]{0,30}\b(cmd|powershell|pwsh|mshta|regsvr32|rundll32|certutil|wscript|cscript|msexcel|excel|winword)\|['"]/ nocase
    $cell_exe = /[=+@-][^,;\t\r\n]{0,30}\.exe\s?\|['"]/ nocase
    $function = /=\s{0,4}DDE\s{0,4}\(\s{0,4}["']{1,2}(cmd|powershell|mshta|regsvr32|rundll32|excel|winword|soffice)/ nocase
    $element = /[\s\xef\xbb\xbf]{0,8}</  // in XML a cell is an element of its own
  condition: any of ($cell, $cell_exe, $function) and not $element at 0
}
