# curve chart by quotacast 0.1.0. Draw it again with: gnuplot -d curve.gp
# for another format: gnuplot -d -e "format='svg'" curve.gp (png, svg or pdf)
set encoding utf8
face = 'sans-serif'
if (!exists('format')) format = 'png'
if (!exists('picture')) picture = './curve.'.format
svg = (format eq 'svg')
title = svg ? 20 : 30; body = svg ? 15 : 22; quiet = svg ? 13 : 19
big = svg ? 30 : 44; footer = svg ? 13 : 17; dot = svg ? 0.6 : 1.6
if (format eq 'png') { set terminal pngcairo size 1600,900 font face.',22' }
if (format eq 'svg') { set terminal svg size 960,540 dynamic enhanced name 'curve' font face.',15' linewidth 0.6 background '#FFFFFF' }
if (format eq 'pdf') { set terminal pdfcairo size 16in,9in font face.',22' fontscale 0.72 }
set output picture
set border 1 lc rgb '#D0D5DD' lw 1
set tics nomirror scale 0 textcolor rgb '#667085'
set grid ytics lt 1 lc rgb '#EAECF0' lw 1; set grid noxtics
unset key; set style fill solid 1.0 noborder
set style textbox 1 opaque noborder fillcolor rgb '#FFFFFF'
set tmargin at screen 0.80; set bmargin at screen 0.13
set lmargin at screen 0.075; set rmargin at screen 0.800
set label '{/:Bold='.title.' Safe to promise: €1.46M in 2026, with 80% chance}' at screen 0.0300, screen 0.9350 left tc rgb '#1D2939'
set label 'Chance of at least this much: bookings 2026, € million (20,000 trials)' at screen 0.0300, screen 0.8750 left tc rgb '#667085' noenhanced font face.','.body
set label 'Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0' at screen 0.0300, screen 0.0350 left tc rgb '#667085' noenhanced font face.','.footer
set xrange [1.13681:2.94185]
set xtics ('1.5' 1.5, '2' 2, '2.5' 2.5)
set yrange [0:104]
set ytics ('0%%' 0, '20%%' 20, '40%%' 40, '60%%' 60, '80%%' 80, '100%%' 100)
set arrow from first 1.45773, graph 0 to first 1.45773, first 80.0000 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 80.0000 to first 1.45773, first 80.0000 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set label '{/:Bold='.body.' safe (80%): €1.46M}' at screen 0.2179, screen 0.6574 left tc rgb '#0B5CAD' front boxed bs 1
set arrow from first 1.8, graph 0 to first 1.8, first 33.5899 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set arrow from graph 0, first 33.5899 to first 1.8, first 33.5899 nohead dt (8,8) lw 1.5 lc rgb '#98A2B3'
set label '{/:Bold='.body.' target €1.8M: 34%}' at screen 0.3554, screen 0.3584 left tc rgb '#C2410C' front boxed bs 1
set label 'stretch (20%): €1.95M' at screen 0.4154, screen 0.2708 left tc rgb '#667085' noenhanced font face.','.quiet front boxed bs 1
# value, chance of at least so much in percent
$curve << EOD
1.13681 100
1.13681 99.8134
1.15966 99.6483
1.18251 99.3857
1.20535 98.9939
1.2282 98.4405
1.25105 97.6947
1.2739 96.7297
1.29675 95.5242
1.3196 94.0643
1.34245 92.3438
1.36529 90.3644
1.38814 88.1352
1.41099 85.6722
1.43384 82.9967
1.45669 80.1346
1.47954 77.1147
1.50239 73.9678
1.52524 70.7251
1.54808 67.4178
1.57093 64.0758
1.59378 60.7272
1.61663 57.3978
1.63948 54.1109
1.66233 50.8869
1.68518 47.7433
1.70802 44.6948
1.73087 41.7534
1.75372 38.9285
1.77657 36.2270
1.79942 33.6537
1.82227 31.2114
1.84512 28.9013
1.86796 26.7230
1.89081 24.6750
1.91366 22.7545
1.93651 20.9582
1.95936 19.2819
1.98221 17.7209
2.00506 16.2701
2.0279 14.9244
2.05075 13.6781
2.0736 12.5258
2.09645 11.4621
2.1193 10.4813
2.14215 9.5783
2.165 8.7479
2.18784 7.9850
2.21069 7.2849
2.23354 6.6430
2.25639 6.0551
2.27924 5.5169
2.30209 5.0248
2.32494 4.5750
2.34778 4.1642
2.37063 3.7892
2.39348 3.4471
2.41633 3.1352
2.43918 2.8510
2.46203 2.5920
2.48488 2.3562
2.50773 2.1416
2.53057 1.9462
2.55342 1.7685
2.57627 1.6069
2.59912 1.4600
2.62197 1.3264
2.64482 1.2050
2.66767 1.0947
2.69051 0.9945
2.71336 0.9035
2.73621 0.8208
2.75906 0.7456
2.78191 0.6774
2.80476 0.6155
2.82761 0.5592
2.85045 0.5082
2.8733 0.4618
2.89615 0.4197
2.919 0.3814
2.94185 0.3467
2.94185 0
EOD
$dot1 << EOD
1.45773 80.0000
EOD
$dot2 << EOD
1.8 33.5899
EOD
$dot3 << EOD
1.94937 20.0000
EOD
plot $curve using 1:2 with lines lw 4 lc rgb '#1D2939', \
     $dot1 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#0B5CAD', \
     $dot2 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#C2410C', \
     $dot3 using 1:2 with points pt 7 ps 1.4 * dot lc rgb '#667085'
