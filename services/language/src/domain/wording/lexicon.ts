/**
 * Words and turns of everyday and office life that can stand for each other in a wish, one row a meaning. What `><` parts are two
 * meanings that oppose each other. A word may stand in several rows. Word forms, British spelling and endings are not listed: words are compared by their stems.
 */
export const rows = `
create, make, add, set up, new, start, generate, prepare, draw up, build, produce, insert, put in, establish, fill out >< delete, remove, get rid of, erase, drop, throw away, throw out, discard, scrap, wipe, dispose of, trash, bin, eliminate, purge, destroy
add, put on, put in, include, addition, append, attach, put, introduce, insert, enter, enrol, sign up, gets, becomes part of >< remove, delete, take off, take out, take away, drop, exclude, strike, strike off, strike from, cross off, cross out, leave out, omit, no more, no longer, any more, any longer, get rid of
register, sign up, enrol, enlist, record, enter, put down, registration, log, note, note down, write down, book in, enter in >< deregister, unregister, remove, cancel, sign off, strike off
sign up, join, enrol, register, take part, participate, subscribe, become, put down, apply >< leave, quit, resign, withdraw, drop, drop out, unsubscribe, opt out, terminate, get out, cancel, no longer, any more, any longer
subscribe, subscription, sign up, subscriber >< unsubscribe, cancel, opt out
send, mail, email, e-mail, post, forward, transmit, shoot, pass on, get to, let have, drop, fire off >< receive, get, obtain
forward, pass on, pass, relay, hand on, hand over, send on, redirect, give to
receive, arrive, arrival, come, come in, turn up, incoming, here, get
ship, dispatch, send out, deliver, consign, shipment, on its way, carrier, courier, hand to
show, display, view, see, look at, bring up, pull up, call up, open, list, let see, present, give, read, have a look, look up, get, check, show up, put up, want to see >< hide
show, display, view, see, look at, list, let see, present, give, what, which, tell, read, have a look, look up, get, check, want to see
find, search, look for, look up, locate, seek, hunt, track down, where, dig out, dig up, search for
check, verify, look at, inspect, examine, review, audit, validate, make sure, control, test, see if, see whether, have a look, look over, go over, go through
change, update, edit, modify, adjust, alter, amend, revise, correct, set, switch, rework, fix, replace, different, make different
rename, call, name, retitle, title, label
copy, duplicate, clone, replicate, double, reproduce, another copy
move, shift, transfer, relocate, put, bring, carry, migrate, belong, drag, take
swap, exchange, switch, trade, replace, substitute
start, begin, launch, run, kick off, fire up, commence, initiate, get going, set off, trigger, execute, start off >< stop, end, finish, quit, halt, terminate, shut down, cease, wind up, abort, break off, kill
pause, hold, put on hold, suspend, freeze, interrupt, take a break, for a while, for some time, on ice, stop for >< resume, continue, go on, carry on, unfreeze, reactivate, unpause, restart
end, finish, terminate, termination, stop, close, conclude, discontinue, wind up
open, unlock, reopen >< close, shut, lock, seal
close, finish, end, complete, done, resolve, solve, settle, shut, wrap up, over >< reopen, open, start
lock, block, disable, suspend, shut, bar, ban, deactivate, freeze, out of service, out of order, unavailable, turn off, switch off, revoke, stop using, nobody, not be used >< unlock, unblock, enable, release, free, free up, reactivate, activate, allow, turn on, switch on, available, back in service, lift, let back in, open up
enable, activate, turn on, switch on, allow, permit, start using, put into service >< disable, deactivate, turn off, switch off, forbid, prohibit
book, reserve, reservation, booking, hold, put aside, set aside, secure, make a reservation, keep for >< cancel, call off, drop, scrap, cancellation, abandon, won't take place, annul, back out, give up, release
schedule, plan, arrange, set up, organize, fix, appoint, line up, put in the calendar, fix up, make an appointment >< cancel, call off, drop, scrap, cancellation, won't take place, not take place, take out, unschedule
cancel, call off, drop, scrap, abort, annul, revoke, cancellation, take back, void, retract, undo, not happen, won't take place, not take place, not need, don't need
postpone, delay, put off, push back, defer, reschedule, move, move back, later, shift, put back >< bring forward, earlier, expedite, sooner, advance
reschedule, move, postpone, shift, another time, another day, different time, different day, change the time, change the date
extend, prolong, renew, lengthen, longer, extension, renewal, more time, keep longer >< shorten, cut, reduce
pay, settle, payment, remit, transfer, pay off, pay for, clear
charge, bill, invoice, debit
refund, reimburse, pay back, give back, money back, return, repay, credit, reimbursement, send back, give the money back
remind, nudge, reminder, chase, dunning, ask again, once more, prompt, jog, chase up, follow up
owe, overdue, outstanding, unpaid, due, late, not paid, haven't paid, hasn't paid, owing, arrears >< paid, settled
buy, purchase, order, get, acquire, procure, shop for, place an order >< sell, sale
sell, sale, sold >< buy, purchase
reorder, restock, order more, order again, replenish, buy again, buy more, running out, run low, low on, new ones, refill, stock up, get more, need more
print, print out, printout, on paper, hard copy, put on paper, run off, paper copy
download, save, get, fetch, pull down, grab >< upload, put up, attach, submit
save, store, keep
archive, file, file away, put away, store away, shelve >< restore, unarchive, bring back
back up, backup, safeguard, make a backup >< restore, recover
restore, recover, bring back, undelete, get back, retrieve, roll back
upload, put up, attach, publish, post, put online, submit, hand in
publish, post, put online, online, go live, advertise, announce, release, make public, put up, offer, launch, put on the market >< unpublish, take down, take offline, withdraw, delist, off the market, retract, pull
approve, accept, confirm, sign off, grant, okay, ok, agree, authorize, allow, say yes, green light, permit, wave through, clear, pass, approval, may, give the go-ahead, go-ahead >< reject, decline, refuse, deny, turn down, say no, disapprove, dismiss, veto, rejection, knock back, not approve
confirm, acknowledge, validate, confirmation, say yes
assign, give, hand over, allocate, responsible, handle, look after, take care, put in charge, entrust, in charge, assignment, take on, deal with, take over, owner of >< unassign, release
share, give access, make available, let see, grant access >< unshare, revoke access
invite, invitation, ask along, bid, ask to come >< uninvite, disinvite
import, load, bring in, read in, ingest, pull in >< export, save out, extract, dump
export, save, extract, dump, output, save as, write out, take out >< import, load, bring in, read in
convert, turn into, transform, change into, make into
install, put on, set up, deploy, installation, get onto, load on >< uninstall, remove, take off, deinstall, get rid of, delete, not need, no longer, any more
connect, link, attach, join, hook up, pair, plug in >< disconnect, unlink, detach, unpair, unplug
merge, combine, join, put together, unite, consolidate >< split, divide, separate, break up
split, divide, separate, separately, break up, apart, one by one, per person, each own >< merge, combine, together, join
sort, order, arrange, rank
filter, narrow, restrict
count, tally, inventory, stocktaking, stocktake, take stock, how many
calculate, compute, work out, figure out, add up, total, sum, sum up, how much
compare, comparison, contrast, difference, versus, against, next to each other
increase, raise, put up, lift, boost, higher, bump, hike, up >< decrease, lower, reduce, cut, bring down, knock down, down
reset, restore, renew, change, start over, new
forget, lost, don't remember, can't remember, can't log in, can't sign in
log in, sign in, login, sign on >< log out, sign out, logout, log off
answer, reply, respond, write back, response, get back to >< ask, inquire
call, phone, ring, dial, telephone, ring up, give a call, get on the phone
tell, inform, notify, let know, notification, announce, alert, advise, drop a line, message, say
report, tell, announce, flag, raise, complain, log, notify, there is, have got
ask, request, demand, apply, inquire, requisition, require, ask for, apply for, order, need
translate, translation, into german, into english, into french, into spanish
write, compose, draft, put together, pen, jot, write up, draw up
summarize, sum up, summary, recap, overview, digest
clean, clean up, tidy, tidy up, wash, housekeeping
repair, fix, mend, sort out, service, maintain, maintenance, look after
hire, employ, take on, recruit, onboard, start with us, starts with us, new starter >< fire, dismiss, lay off, let go, sack, offboard, leave the company, leaving us, has left
promote, raise >< demote
lend, loan, borrow, give out, take home, hand out, rent out, hire out, issue, check out >< return, take back, give back, bring back, come back, came back, hand back, check in
return, take back, give back, bring back, send back, come back, go back, hand back, back
rent, lease, let, hire, rental
admit, admission, hospitalize, take in, let in >< discharge, release, send home, go home, let go, let leave
discharge, release, send home, go home, let go, let leave, leave
check in, arrive, arrival, sign in >< check out, leave, departure, depart, move out
check out, leave, departure, depart, move out >< check in, arrive, arrival, sign in
visit, viewing, see, look at, tour, view, inspection, look round
examine, examination, test, check, analyze, analysis
measure, weigh, size, gauge
prescribe, prescription
deliver, bring, hand over, drop off, supply >< pick up, collect, fetch
pick up, collect, fetch, collection
pack, wrap, package, box
load, fill >< unload, empty
mark, flag, tag, label, highlight, star >< unmark, unflag, untag
complete, finish, done, finalize, wrap up, solved, fixed, ready
resolve, solve, fix, sort out, done, clear up
escalate, raise, pass up, hand up, specialist, second level, level two, higher level, too hard
reach, contact, get hold of, get in touch
follow, watch, track, keep an eye on, monitor
track, trace, where, status, what happened to
withdraw, take out, pull out, take off, drop
withdraw, take out >< deposit, put in, pay in
help, assist, support, assistance
submit, hand in, file, turn in, send in, put in
request, ask for, application, apply for
rate, review, feedback
sign, signature, autograph
scan, digitize, read in
sync, synchronize
reconcile, match, balance
grade, mark, score
teach, train, instruct
earn, make, take in, takings, turnover, revenue, income, sales, money came in, earnings, money coming in
divert, redirect, forward, reroute
sick, ill, sickness, illness, unwell, not well, flu, sick leave, a cold, off sick
empty, clear, clear out
turn, rotate, spin
shrink, compress, zip, make smaller
customer, client, buyer, patron, account
invoice, bill
receipt, voucher, slip, proof of payment
quote, quotation, offer, estimate, proposal
order, purchase order, purchase
meeting, appointment, session, get-together, conference, catch-up, call
report, summary, overview, statement, figures, write-up, numbers
employee, colleague, worker, staff, staff member, person, team member
employee, hire, starter, joiner, recruit, newcomer
manager, boss, head, supervisor, line manager
supplier, vendor, provider, seller
contact, address book, card
picture, image, photo, photograph, pic, snapshot
message, mail, email, note, e-mail, line
file, document, doc, paper
folder, directory
spreadsheet, sheet, workbook, excel
presentation, slides, slide, deck
contract, agreement
holiday, vacation, leave, time off, days off, day off, break, absence, pto, annual leave
price, cost, rate, fee, amount
discount, rebate, reduction, percent off, cheaper, money off
product, item, article, good, goods, merchandise
stock, inventory, stock level, in stock, on stock
warehouse, depot, store, storage, stockroom
delivery, shipment, parcel, package, consignment, goods
payment, money, sum
salary, pay, wage, payroll, paycheck, payslip
bonus, premium, extra pay
tax, vat, duty
budget, funds
expense, expenses, spending, costs, outlay
account, login, profile, user account
password, passcode, pin, credentials
user, person, account, colleague
computer, machine, pc, laptop, workstation, device
program, software, application, app, tool
internet, web, network, online
website, site, web page, page, homepage
ticket, issue, problem, incident, case, request, trouble, fault, bug
broken, faulty, defective, damaged, not working, doesn't work, out of order, broke down
support, helpdesk, help desk, service desk
task, to-do, todo, job, chore, work item, action item
project, undertaking
deadline, due date, cutoff
priority, urgent, urgency, important
calendar, schedule, diary, agenda, planner
event, occasion, function
flat, apartment, home, house, property, unit
room, chamber, office
address, location
guest, visitor
trip, journey, travel
flight, plane, fly
train, rail, railway
car, vehicle, auto, automobile, van
hotel, accommodation, lodging
dish, meal, food, plate, course
menu, card
drink, beverage
doctor, physician, gp
patient, hospital, ward, clinic, bed
blood, blood test, blood work
x-ray, radiograph, xray, x-rayed
lab, laboratory
result, results, outcome, values, findings
medicine, drug, medication, pill
student, pupil, learner
teacher, instructor, tutor, lecturer
course, class, lesson, subject
certificate, diploma, attestation, degree
exam, test, examination, quiz
book, title, volume, copy
reader, borrower
membership, member
member, club, society, association
newsletter, mailing, mailing list, bulletin
campaign, promotion
lead, prospect, opportunity
complaint, claim, grievance, complain, dissatisfied
question, query, inquiry, enquiry
answer, reply, response
comment, remark, note, annotation
list, register, roster, catalog
entry, record
form, questionnaire
survey, poll, questionnaire, feedback
shift, duty, roster, rota
overtime, extra hours, additional hours
hours, working time, timesheet, time sheet, time
attendance, presence, present
clock in, start work, start of work, come to work, begin work, start working >< clock out, finish work, end of work, go home, stop work, stop working
shelf, rack, bay
key, keycard
today, this day, day, daily
week, weekly, seven days, last seven days
month, monthly, thirty days
year, yearly, annual, annually, twelve months
quarter, quarterly, three months
tomorrow, next day
last, previous, past, former >< next, coming, upcoming, following
next, coming, upcoming, following >< last, previous, past
current, now, present, latest, newest, recent
old, outdated, stale, obsolete >< new, newest, latest
all, every, each, everything, whole, entire
many, lots, several, bulk
internal, in-house >< external
private, personal, own
incoming, received, inbound >< outgoing, sent, outbound
income, revenue, earning >< expense, cost, spending
credit >< debit
domestic, national >< foreign, international, abroad
paid, settled >< unpaid, open, outstanding, overdue, owing
draft, unfinished, preliminary >< final, finished
left >< right
first >< last
in >< out
on >< off
up >< down
free, available, vacant, usable, can be used, used again >< taken, occupied, busy, blocked, unavailable, can't be used, not be used, full
label, sticker
screenshot, screen shot, screen capture, capture, snapshot, picture of the screen
resize, scale, make smaller, make bigger, shrink, enlarge, size
crop, trim, cut
mute, silence, sound off, quiet, turn down >< unmute, sound on
timer, stopwatch, time tracking, clock
expense claim, expense report, expenses, travel expenses, travel costs, costs
supplies, material, stationery, consumables
wifi, wi-fi, wlan, internet, wireless
disk, drive, storage, hard drive
log, logs, protocol
server, host, machine
deploy, roll out, release, ship, put live, go live
database, db
version, release, build
minutes, protocol, notes
agenda, topics
attendee, participant, attend
alarm, alert, reminder
gift, present
voucher, coupon, promo code, discount code
cart, basket
price list, prices, tariff
warranty, guarantee
accident, damage, crash
insurance, policy, cover
loan, credit, mortgage
bank statement, account statement, balance, statement
transaction, booking, posting
transfer, wire, bank transfer, send money, move money
donation, donate, give
applicant, candidate
application, apply, candidature
interview, job interview
job, position, vacancy, opening, post
cv, resume
training, course, workshop, seminar, class
parking, parking space, parking lot, parking spot
badge, pass, id card, keycard
desk, workplace, workstation, seat
catering, food, lunch, buffet
taxi, cab
ticket, pass, fare
rebook, change the booking, move the booking
access, permission, rights, role >< no access
give access, grant access, let in, grant, allow >< revoke, take away access, kick out, lock out, remove access
locked out, locked, can't get in, can't log in
look into, investigate, research, find out
find out, look up, check, learn, get to know, know, want to know, tell me
write off, depreciate
spoil, expire, run out, expired
renew, renewal, extend, another year
order, place an order, get us, get some, get more
hand out, give out, issue, distribute, allocate
hand over, pass on, give, transfer, turn over
wait, waiting list, queue
list, overview, list of, all
best, top, most
worst, bottom, least
balance, account balance, how much money
cash, money, petty cash
open, outstanding, pending, unresolved
unread, new, unopened
spam, junk
out of office, away, absence, absent, auto-reply, not in the office
signature, footer
group, team, department, unit, crew
department, division, section
branch, location, site, office, store, shop
shop, store, outlet
company, firm, business, organization
phone, mobile, cell phone, telephone, smartphone
number, no, id
date, day, deadline
night, overnight, stay
stay, visit, nights
breakfast, meal
bill, check, invoice, tab
tip, gratuity
kitchen, cook, chef
waiter, server, waitress, staff
allergy, allergic, intolerance
vaccinate, vaccination, shot, jab, inoculate
surgery, operation, operate
appointment, consultation, visit, slot
emergency, urgent
parent, mother, father, guardian
absent, missing, away, not there, didn't come, not come >< present, here, there
homework, assignment
timetable, schedule
semester, term
tuition, fee, fees
tenant, renter, lodger
landlord, owner
rent, lease
deposit, security
repair, fix, mend, broken, defect
machine, device, appliance, equipment
part, spare part, component
vehicle, fleet, truck, lorry, van
driver, chauffeur
fuel, petrol, gas, diesel, tank
tyre, wheel
plant, flower
animal, pet, dog, cat
heat, heating, warm, warmer >< cool, cooler, cooling, cold
light, lamp, lights
temperature, degrees
blind, shutter, curtain
camera, webcam
music, song, playlist
video, film, movie, clip
slide, page
chart, graph, diagram, plot
column, field
row, line, record
cell, field
formula, calculation
backup, copy, safe copy
draft, outline
translation, translate
letter, mail
envelope, cover
stamp, postage
parcel, package, box
label, address label, shipping label
pallet, load
carrier, courier, shipping company, forwarder
customs, clearance
batch, lot
inspect, inspection, quality check, quality control
complaint, complain, unhappy, angry, not happy
satisfied, happy, satisfaction
loyalty, points, bonus points
subscription, plan, contract
upgrade, better plan, move up >< downgrade, move down
trial, test version, try
license, licence, key
domain, web address
certificate, cert
firewall, security
virus, malware
update, upgrade, patch, newest version, latest version
restart, reboot, start again, turn off and on
shut down, turn off, switch off, power off >< start, boot, turn on, power on
printer, print queue
scan, scanner
sold out, out of stock, run out, gone, no more, none left >< in stock, on hand
play, listen, hear, start playing
song, track, title, tune, piece of music, number
louder, loud, turn up, volume up, raise the volume, too quiet, more volume >< quieter, softer, turn down, volume down, lower the volume, too loud, less volume
skip, next, jump, leave out, following, go to the next >< back, previous, go back, last
pause, stop for a moment, for a moment, interrupt, hold
shuffle, mix, random order
repeat, again, once more, loop, redo, another time
blog post, post, article, entry, blog, story, piece
hide, conceal, take offline, unpublish, make private >< show, reveal, make visible, make public, publish
public, online, live, visible >< private, hidden, offline
junk, spam, unwanted
inbox, mailbox, mail, incoming mail
pull request, pr, merge request, change request
code, source, repository, repo
branch, fork
commit, check in, push
revert, roll back, undo, go back, restore, previous version, old version, last version, reset
production, live, customers, prod
test, testing, staging, test system, trial
restart, reboot, off and on, start again, bounce
shut down, power down, turn off, switch off, stop, power off >< power up, boot, turn on, switch on, start
kilometer, km, mile, mileage, distance, odometer
refuel, fill up, fuel, petrol, diesel, gas, tank
scratch, dent, damage, broken, crack
workshop, garage, service, maintenance, repair, inspection
editor, viewer, admin, administrator, rights, permission, role
duplicate, double, same, twice, identical
combine, merge, join, unite, put together, into one, fuse
read, load, bring in, import
write, save, store, dump, export
leave, holiday, vacation, away, time off, absence, off
work, works, on duty, duty, shift
takes over from, swap, exchange, trade, change with
roster, rota, shift plan, duty plan, work schedule
worked, hours, working time, time
travel costs, travel expenses, expenses, trip costs
claim, submit, hand in, file, reclaim, ask for
fine, okay, approve, in order, good, alright, correct
answer, respond, reply, write back, get back to
follow up, chase, ask again
lights, light, lamp, lighting
bright, lighter, light up, on >< dark, darker, off, put out
dim, dimmer, softer, lower, less light, too bright >< brighten, brighter, more light, too dark
warm, warmer, heat, heat up, turn up the heating, too cold >< cool, cool down, colder, turn down the heating, too warm, too hot
safe, secure, lock >< open up, let in, unlock
stolen, lost, missing, gone
replacement, new, another, spare, substitute
wire, transfer, send, remit, pay
monthly, every month, each month, regular, recurring, standing
weekly, every week, each week
daily, every day, each day
statement, spending, transactions, movements
slot, appointment, time, date
move, reschedule, shift, push, put off, change the date, another day
come, turn up, appear, attend, show up >< not come, won't come, stay away
patient file, medical record, record, chart, file
tick off, mark as done, complete, finish, done, check off
to-do list, task list, tasks, list of tasks, to do
responsible, in charge, assigned, do, handle, take care
deadline, due date, finish date, ready by, due, until when
more time, extend, prolong, push back, later
clock, timer, stopwatch
lunch, meal, food, eat, something to eat, dinner, breakfast, snack
visitor, guest, caller
name tag, badge, name badge, name plate
supplies, pens, paper, notebooks, stationery
status, where, how far, track, happened to, state, progress
basket, cart, shopping cart, shopping basket, trolley
checkout, check out, pay, go to the checkout
cheapest, best price, lowest price, costs least, compare prices
most expensive, highest price
bright, dark, colour
empty, clear, take everything out, remove everything, remove all
address, where, street, destination
send somewhere else, another address, other address, different address, change the address
goods back, return, send back, give back
not needed, no longer needed, don't need, don't want, no longer want, cancel, drop
rename, new name, change the name, now called, give a name
close, finish, end, complete, done, conclude, wrap up
archive, put away, store away, file, move to the archive
start, open, begin, set up, launch
draw, sketch, paint, outline
zoom in, enlarge, magnify, bigger, larger >< zoom out, shrink, smaller, reduce
big, large, huge >< small, little, tiny
fast, quick, speed up, faster >< slow, slow down, slower
long, longer >< short, shorter
high, higher >< low, lower
more, additional, another, extra, further >< less, fewer
early, earlier >< late, later
before, prior >< after, following
good, fine, great >< bad, poor
full, complete, entire, whole >< partial, part
hot, warm >< cold, cool
begin, start, beginning >< end, finish, ending
accepted, confirmed >< rejected, declined
unlimited, endless
attach, add, enclose, append, put in >< detach, remove
cc, copy in, carbon copy
subject, topic, about, heading, title
recipient, addressee, to
sender, from
read, mark as read, seen >< unread, mark as unread, unseen
star, favourite, bookmark, pin, important >< unstar, unpin, unfavourite
pin, attach, fix, stick >< unpin, detach
bookmark, favourite, remember, save for later
follow, subscribe, watch >< unfollow, unsubscribe, stop following
like, thumbs up, heart >< dislike, thumbs down, unlike
block, ban, bar, blacklist >< unblock, unban, allow, whitelist
mute, silence >< unmute
accept, take, agree, say yes >< decline, say no, turn down, refuse
join, enter, take part, dial in, attend, connect to >< leave, exit, hang up, drop out
video call, call, conference, online meeting, video meeting
record, recording, tape, capture
transcribe, write down, transcript
present, show, share the screen, screen share
chat, message, talk, text, instant message
channel, room, group, chat
group, team, circle
thread, conversation, discussion
file, upload, attach
encrypt, protect, secure, with a password >< decrypt, unprotect
compress, zip, pack >< decompress, unzip, unpack, extract
print, paper, hard copy, printout
both sides, double-sided, duplex
landscape, portrait, orientation
format, style, layout
bold, italic, underline
font, typeface
table, grid
sum, total, add up
average, mean
chart, graph, diagram, plot
column, row
sort, order, arrange, alphabetical
hide, collapse, fold >< unhide, expand, unfold
freeze, pin, fix
insert, add, put in, new >< delete, remove, take out
cut, crop, trim, clip
paste, insert
undo, take back, revert >< redo
page, sheet, slide
comment, note, remark, annotation
review, proofread, check, go over, go through, read through, look through
signature, sign, undersign
version, revision, edition
draft, sketch, preliminary version
template, pattern, sample, model
letterhead, letter
brochure, flyer, leaflet, pamphlet
poster, banner
catalogue, brochure
logo, brand
website, homepage, web page, web site, site
link, url, hyperlink, address
seo, ranking
visitor, traffic, hits
newsletter, mailing, bulletin, circular
subscriber, recipient, reader
survey, questionnaire, poll
event, function, gathering, party, celebration
venue, location, place, hall
speaker, presenter, lecturer
seat, chair, place
catering, food, buffet
ticket, entry, admission
registration, sign-up, booking
lead, prospect, potential customer, opportunity
deal, opportunity, sale
pipeline, funnel
quote, quotation, offer, proposal, estimate, bid
contract, agreement, deal
sign a contract, conclude a contract, close a deal
win, won, close >< lose, lost
target, goal, aim, objective
forecast, prediction, outlook, projection
sales, revenue, turnover, takings
profit, margin, earnings >< loss, deficit
cost, expense, expenditure, spending, outgoings
budget, funds, allowance
debt, receivable, money owed, outstanding
creditor, supplier, vendor
ledger, books, accounts
book, post, enter, record
balance sheet, accounts, financial statement
tax return, tax declaration, taxes
audit, inspection, check
cash register, till, checkout
change, coins
cheque, check
bank, institute
interest, rate
mortgage, loan, credit
insurance, policy, cover, coverage
premium, contribution, fee
claim, damage, loss
accident, crash, collision
hire, recruit, employ, take on, bring on board, engage
fire, dismiss, let go, lay off, terminate, sack
resign, quit, hand in notice, give notice, leave
onboard, welcome, first day, start
offboard, leave, last day
promote, raise, advance
transfer, move, relocate
salary, wage, pay, income, earnings
raise, pay rise, increase, more money
bonus, premium, extra
payslip, pay slip, salary slip, wage slip, paycheck
training, course, seminar, workshop
evaluation, appraisal, assessment, performance review, review
reference, testimonial, letter of recommendation
interview, talk, conversation
candidate, applicant
vacancy, job opening, open position, job, position
sick note, doctor's note, medical certificate
absence, absent, away, not there
overtime, extra hours
break, pause, rest
home office, remote, from home, work from home
desk, workplace, seat
key, access card, badge, keycard
parking, car park, parking space
locker, cabinet
inventory, stock, supplies, stock level
warehouse, store, depot, storeroom
shelf, rack, bay, bin
pick, collect, gather
pack, wrap, box up
pallet, crate, container
truck, lorry, van
driver, chauffeur, courier
route, tour, way, path
load, fill >< unload, empty
ship, send out, dispatch, send, deliver
arrive, come in, delivered, received, get here
customs, duty
tracking, status
defect, fault, flaw, broken, faulty
return, send back, take back
scrap, waste, throw away, dispose
produce, manufacture, make, build
machine, device, equipment, line
maintain, service, look after
spare part, part, component
assembly, put together, mount
quality, inspection, check
measure, gauge, take the measurements
sample, specimen
recipe, formula
ingredient, component
cook, prepare, make
serve, bring, dish up
order, ask for, want, take the order
table, seat
bill, check, tab
tip, gratuity
menu, card, list of dishes
reserve, book, hold a table
room, suite, chamber
bed, bunk
towel, linen
minibar, fridge
wake-up call, wake up, call in the morning
housekeeping, cleaning, clean
reception, front desk
luggage, baggage, bags, suitcase
flight, plane, airplane, fly
airport, terminal
train, rail, railway
bus, coach
taxi, cab
rental car, hire car, rent a car
boarding pass, ticket
passport, id, identity card
visa, permit
itinerary, travel plan, route
upgrade, better seat, business class
delay, late, delayed
lecture, lesson, class
homework, assignment, exercise
grade, mark, score
student, pupil, learner
teacher, tutor, instructor
classroom, room, hall
enrol, sign up, register
exam, test, quiz
report card, certificate
library, book
borrow, lend, loan, take out
fine, penalty, fee
club, society, association
fee, dues, contribution, subscription
match, game
training, practice
score, result
court, field, pitch
patient, sick person
diagnosis, finding
therapy, treatment
prescription, medicine, drug
dose, dosage, amount
nurse, carer
ward, station
surgery, operation
bandage, dressing
vaccine, vaccination, jab, shot
allergy, intolerance
weight, pounds, kilos
blood pressure, pressure
temperature, fever
property, house, flat, apartment, home
tenant, renter, occupant
landlord, owner
rent, lease
viewing, visit, showing, look round
key handover, handover
repair, fix, mend
heating, heater, radiator
plumber, electrician, craftsman, handyman
meter, meter reading, reading
electricity, power, current
water, gas
garbage, rubbish, trash, waste
cleaner, cleaning staff
caretaker, janitor
lawyer, attorney, solicitor
court, judge
case, file, matter
client, customer
deadline, time limit, due date
plea, brief, pleading
notary, witness
citizen, resident
application, request, form
permit, licence, approval
fee, charge
tax, levy
certificate, document, paper
donation, gift
volunteer, helper
project, undertaking, venture
task, job, to-do, work item, assignment
milestone, stage, phase
board, panel
sprint, iteration
bug, issue, defect, error, fault
feature, function
release, version, rollout
server, host, machine
database, db
backup, safe copy, save a copy, copy
restore, recover, bring back, get back, play back
log, protocol, record
monitor, watch, keep an eye on
alert, alarm, warning
firewall, security
user, account, login
password, credentials
group, role
device, computer, laptop, machine
printer, copier
toner, ink, cartridge
cable, wire, cord
screen, monitor, display
keyboard, mouse
battery, charge
phone, mobile, smartphone
sim, card
call, ring, phone
voicemail, answering machine, mailbox
divert, forward, redirect
hang up, end the call >< pick up, answer, take the call
photo, picture, image, shot
album, gallery
video, clip, film
filter, effect
rotate, turn
camera, webcam
sensor, detector
door, gate, entrance
window, pane
curtain, blind, shutter
garden, lawn, yard
plant, flower
water, irrigate
cat, dog, pet, animal
feed, give food
vet, veterinarian
shopping list, list, groceries
milk, bread, eggs
supermarket, shop, store
recipe, dish
calendar, agenda, diary
reminder, alarm, alert
note, memo, jot
diary, journal, log
weather, forecast
news, headlines
stock price, share, shares
currency, exchange rate
convert, change, exchange
dictionary, translate
map, route, directions
traffic, jam
open, create, set up, establish >< close, terminate, dissolve
close, terminate, shut down, dissolve, wind up
open, undone, not done, unfinished, left, remaining, outstanding, pending, still to do >< finished, done, completed, already done
come, attend, arrive >< won't come, can't come, not come, not make it, stay away
status, track, trace, where, happened to, progress
balance, has got, how much money
bright, light, lights on, illuminate >< dark, lights off
turn on, switch on, put on, activate >< turn off, switch off, put out, deactivate
reschedule, move, shift, change the date, another date
borrow, lend, loan, take home
came back, brought back, return, take back, give back
go home, discharge, release
sold out, run out, no more, none left
quit, resign, leave, terminate
out of, run out, no more, none left
in charge, responsible, look after, owner
payroll, salaries, wages, pay the staff
microphone, mic, mike
microphone on, unmute, hear me >< microphone off, mute, not hear me
coupon, voucher, discount code, promo code, code
valid, usable, active >< invalid, not valid, expired, void
give access, have access, grant access, let see, share, make available >< take away access, revoke access, stop sharing, unshare, private
leave, exit, end, hang up, get out >< join, enter, dial into, connect, take part
install, fit, mount, put in, build in, fix >< remove, take out, dismount, dismantle
weather, rain, sunny, forecast
lost, can't find, missing, mislaid, disappeared >< found, find, turned up, came back
hire, employ, take on, starts working, employment, new employee >< dismiss, fire, end the employment, is leaving, leave the company, leaves the company
feedback, review, opinion, rating
note, jot, jot down, write down, wrote down, take a note, make a note
raise, increase, rise, pay rise >< cut, reduction, decrease
sell, offer, product, sale
leak, leakage, leaking, drip
subscribe, sign up, put on the mailing list, on the list >< unsubscribe, take off the mailing list, off the list
record, tape, capture, recording
headlines, news
day, daily, today >< week, weekly
day, daily, today >< month, monthly
day, daily, today >< year, yearly, annual
week, weekly >< month, monthly
week, weekly >< year, yearly, annual
month, monthly >< year, yearly, annual
water, sprinkle, sprinkling, irrigate, irrigation, watering
plant, sow, seed >< harvest, reap, pick, gather, bring in, take in
animal, cow, calf, cattle, livestock, newborn
born, birth, newborn
arm, activate, secure, switch on, turn on, active >< disarm, deactivate, switch off, turn off, inactive
repaired, fixed, works again, work again, all right again, back in order >< broken, failed, fail, fault, out of order, does not work, doesn't work, defective
power up, switch on, running, go on >< power down, switch off, stand still, halt
bid, bidding, offer
auction, auction off, bidding
seat, place, sit
connection, route, way
departure, depart, leave >< arrival, arrive, come in, come into
break, pause, breather
shift, working day, day of work
clock in, punch in, my shift begins >< clock out, punch out, my shift is over
grocery, shopping, food shopping
go up, raise, lift, let up >< go down, lower, let down
signature, sign, undersign
auction, sale
alarm, alarm system, burglar alarm
papers, dossier
recipe, cook, cooking, how to cook
gate, barrier
camera, cam, live view
again, once more, one more time, a second time, another time, anew, repeat
`
  .trim()
  .split('\n');
