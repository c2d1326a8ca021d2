# funnel chart by quotacast 0.1.0. Draw it again with: gnuplot -d funnel.gp
# for another format: gnuplot -d -e "format='svg'" funnel.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './funnel.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'funnel' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set lmargin at screen 0.240; set rmargin at screen 0.620
set tmargin at screen 0.755
set label '{/:Bold='.title.' Most deals stall in stage 3 of 4: 47% get further}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Deals ever in each stage; those still open count for as long as they have lasted' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'acme.yaml · quotacast 0.1.0 · 412 deals: 82 won, 269 lost, 61 open · days from entering a stage; won: from creation' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label 'qualified' at screen 0.2280, screen 0.6925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '412' at first 420.2400, screen 0.6925 left tc rgb '#1D2939' noenhanced font face.','.body
set label 'discovery' at screen 0.2280, screen 0.5675 right tc rgb '#1D2939' noenhanced font face.','.body
set label '268' at first 276.2400, screen 0.5675 left tc rgb '#1D2939' noenhanced font face.','.body
set label 'proposal' at screen 0.2280, screen 0.4425 right tc rgb '#1D2939' noenhanced font face.','.body
set label '187' at first 195.2400, screen 0.4425 left tc rgb '#1D2939' noenhanced font face.','.body
set label 'negotiation' at screen 0.2280, screen 0.3175 right tc rgb '#1D2939' noenhanced font face.','.body
set label '92' at first 100.2400, screen 0.3175 left tc rgb '#1D2939' noenhanced font face.','.body
set label 'won' at screen 0.2280, screen 0.1925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '82' at first 90.2400, screen 0.1925 left tc rgb '#1D2939' noenhanced font face.','.body
set label 'arrive' at screen 0.7300, screen 0.7850 right tc rgb '#667085' noenhanced font face.','.quiet
set label 'get further' at screen 0.8500, screen 0.7850 right tc rgb '#667085' noenhanced font face.','.quiet
set label 'median days' at screen 0.9700, screen 0.7850 right tc rgb '#667085' noenhanced font face.','.quiet
set label '100%' at screen 0.7300, screen 0.6925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '66%' at screen 0.8500, screen 0.6925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '8.2' at screen 0.9700, screen 0.6925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '65%' at screen 0.7300, screen 0.5675 right tc rgb '#1D2939' noenhanced font face.','.body
set label '71%' at screen 0.8500, screen 0.5675 right tc rgb '#1D2939' noenhanced font face.','.body
set label '16' at screen 0.9700, screen 0.5675 right tc rgb '#1D2939' noenhanced font face.','.body
set label '45%' at screen 0.7300, screen 0.4425 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 47%}' at screen 0.8500, screen 0.4425 right tc rgb '#C2410C'
set label '{/:Bold='.body.' 28}' at screen 0.9700, screen 0.4425 right tc rgb '#C2410C'
set label '22%' at screen 0.7300, screen 0.3175 right tc rgb '#1D2939' noenhanced font face.','.body
set label '88%' at screen 0.8500, screen 0.3175 right tc rgb '#1D2939' noenhanced font face.','.body
set label '0.6' at screen 0.9700, screen 0.3175 right tc rgb '#1D2939' noenhanced font face.','.body
set label '23%' at screen 0.7300, screen 0.1925 right tc rgb '#1D2939' noenhanced font face.','.body
set label '63' at screen 0.9700, screen 0.1925 right tc rgb '#1D2939' noenhanced font face.','.body
# row, length of its bar
$stages << EOD
-0.5 412
-1.5 268
-3.5 92
EOD
$worst << EOD
-2.5 187
EOD
$won << EOD
-4.5 82
EOD
set xrange [0:473.8]; set yrange [-5:0]
unset xtics; unset ytics; unset grid; unset border
plot $stages using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror lc rgb '#9CC3E6', \
     $worst using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror lc rgb '#E58B5B', \
     $won using 2:1:(0):2:($1-0.34):($1+0.34) with boxxyerror lc rgb '#0B5CAD'
