# attainment chart by quotacast 0.1.0. Draw it again with: gnuplot -d attainment.gp
# for another format: gnuplot -d -e "format='svg'" attainment.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './attainment.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'attainment' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set lmargin at screen 0.240; set rmargin at screen 0.800
set tmargin at screen 0.770
set label '{/:Bold='.title.' 1.4 of 3 reps expected at or over quota in 2026}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Percent of quota: 8 of 10 futures, the middle half, the median; chance' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · quota by days and ramp' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set label 'Ann-Katrin von und …' at screen 0.2280, screen 0.6633 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 92%}' at screen 0.9000, screen 0.6633 right tc rgb '#0B5CAD'
set label 'Bob' at screen 0.2280, screen 0.4500 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' 50%}' at screen 0.9000, screen 0.4500 right tc rgb '#0B5CAD'
set label 'hire 1' at screen 0.2280, screen 0.2367 right tc rgb '#1D2939' noenhanced font face.','.body
set label '{/:Bold='.body.' under 1%}' at screen 0.9000, screen 0.2367 right tc rgb '#C2410C'
set arrow from first 100, graph 0 to first 100, graph 1 nohead lc rgb '#1D2939' lw 2.5 front
set label 'Quota' at first 100.0000, screen 0.7950 center tc rgb '#1D2939' noenhanced font face.','.quiet
set xrange [0:168.48]
set xtics ('0' 0, '50' 50, '100' 100, '150' 150)
# row, 10%, 25%, median, 75%, 90%
$likely << EOD
-0.5 104 110 130 150 162
-1.5 40 70 100 130 160
EOD
$others << EOD
-2.5 0 0 0 0 0
EOD
set yrange [-3:0]
unset ytics; unset grid
plot $likely using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '#0B5CAD', \
     $likely using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '#0B5CAD', \
     $likely using 4:1 with points pt 7 ps 1.6*dot lc rgb '#FFFFFF', \
     $likely using 4:1 with points pt 7 ps 1.1*dot lc rgb '#0B5CAD', \
     $others using 4:1:2:6:($1-0.05):($1+0.05) with boxxyerror lc rgb '#C2410C', \
     $others using 4:1:3:5:($1-0.2):($1+0.2) with boxxyerror lc rgb '#C2410C', \
     $others using 4:1 with points pt 7 ps 1.6*dot lc rgb '#FFFFFF', \
     $others using 4:1 with points pt 7 ps 1.1*dot lc rgb '#C2410C'
