"""The made-up problems that the made-up customers write about.

Every product and every sentence here is invented. A problem has the customer's
words in several phrasings (`issue`), what it is about in short (`topic`), what an answer can truthfully say about the
cause (`cause`), concrete next steps (`step`), a sentence that talks about the
problem and names no step (`vague`), and a promise that the policy in rubric.md
forbids (`promise`). Words in braces are slots, filled once per issue.
"""

SLOTS = {
    "os": ["an Android phone", "an iPhone", "a Windows laptop", "a Linux desktop", "a tablet"],
    "n": ["2", "3", "4", "6", "12", "40", "150"],
    "days": ["two days", "three days", "a week", "almost a month", "ten days"],
    "time": ["this morning", "last night", "since Tuesday", "since the update", "over the weekend"],
    "version": ["4.2", "5.0.1", "6.3", "7.11", "2026.2"],
    "amount": ["9 euros", "14.50", "39 euros", "120 euros", "7.99"],
}

PROBLEMS = {
    "photo-backup": [
        {
            "topic": "the photo backup that is stuck and the pictures that wait for upload",
            "issue": [
                "My photo backup has been stuck at {n} photos {time}. I use {os} and the wifi is fine.",
                "Backup does not move any more, it says {n} photos left and nothing happens ({os}).",
                "why is the upload of my photos frozen {time}?? {n} still waiting",
            ],
            "cause": [
                "The backup pauses when the battery saver is on.",
                "A single damaged photo can hold up the whole queue of the backup.",
            ],
            "step": [
                "please open Settings > Backup > Queue, tap the photo at the top and choose Skip",
                "please switch the battery saver off, then tap Resume on the Backup page",
                "please sign out under Settings > Account and sign in again, which rebuilds the queue"
                " within about 10 minutes",
            ],
            "vague": "Backups of photos can sometimes get stuck for a number of reasons.",
            "promise": "I guarantee that not one of your photos will be lost.",
        },
        {
            "topic": "the deleted album and getting the pictures back",
            "issue": [
                "I deleted an album by accident {days} ago, can I get the {n} pictures back?",
                "An album with {n} photos is gone, I think I removed it {days} ago on {os}. Help!",
                "Is there any way to restore a deleted album? It had {n} pictures in it.",
            ],
            "cause": [
                "Deleted albums stay in the bin for 30 days.",
                "Removing an album on one device removes it on all of them.",
            ],
            "step": [
                "please go to Library > Bin, mark the album and press Restore",
                "please sign in on the website, open Bin, sort by date and restore the album there",
                "please reply with the name of the album, and we look in the bin of your account today",
            ],
            "vague": "Losing an album with pictures is never nice, and deleted things are a common topic.",
            "promise": "We will certainly recover every deleted picture, even after the 30 days.",
        },
        {
            "topic": "the duplicate photos and copies of the same picture",
            "issue": [
                "The same pictures show up {n} times since I moved to {os}.",
                "I have duplicates of almost every photo, {n} copies each. How do I clean that up?",
                "Duplicate photos everywhere after changing to {os}, storage is nearly full.",
            ],
            "cause": [
                "Two devices with different folder names upload the same photo twice.",
                "Copies appear when both the camera folder and the import folder are backed up.",
            ],
            "step": [
                "please run Tools > Find duplicates and confirm the list it shows",
                "please turn off the second folder under Settings > Backup > Folders first, then run"
                " Find duplicates",
                "please open Storage > Clean up, choose Duplicates and keep the option Newest",
            ],
            "vague": "Duplicate photos and copies are something that several customers have noticed.",
            "promise": "I have doubled your storage for good, so the copies will never matter again.",
        },
        {
            "topic": "the shared album link that has expired",
            "issue": [
                "A shared album link says expired, but I set it to {days}. My family cannot see it.",
                "People I share an album with get 'link not valid', I made it {days} ago on {os}.",
                "Sharing link broken {time}: nobody of {n} guests can open the album.",
            ],
            "cause": [
                "A link ends early when the album is renamed.",
                "Guests need the newest link, because each change of the settings makes a new one.",
            ],
            "step": [
                "please open the album, tap Share > New link and send that one to your guests",
                "please check Share > Link settings > Valid until and set the date again",
                "please add your guests by e-mail under Share > People, which needs no link",
            ],
            "vague": "Shared albums and links have many settings, and guests can run into trouble.",
            "promise": "I promise that a link will never expire again on your account.",
        },
    ],
    "team-calendar": [
        {
            "topic": "the meetings with the wrong time in the calendar",
            "issue": [
                "All our meetings show up {n} hours late {time}. We are in two time zones.",
                "Calendar shows wrong times for {n} of my colleagues since version {version}.",
                "Meetings are shifted by some hours on {os}, on the web they are right.",
            ],
            "cause": [
                "The app keeps the time zone of the place where it was installed.",
                "A meeting made by a colleague abroad is stored in the time zone of that colleague.",
            ],
            "step": [
                "please set Settings > Time zone to Automatic and restart the app",
                "please open one wrong meeting, press Edit > Time zone and pick your city; the series"
                " follows",
                "please update to the version after {version}, where the shift of the hours is mended",
            ],
            "vague": "Time zones in a calendar are a tricky matter and meetings can look wrong.",
            "promise": "Our developers will release a fix on Monday at nine, you have my word.",
        },
        {
            "topic": "the limit of people you can invite to a meeting",
            "issue": [
                "I cannot invite more than {n} people to a meeting, the button is grey.",
                "Inviting guests fails: 'limit reached' at {n} people, but we pay for the team plan.",
                "Why is there a limit of {n} guests per meeting? We need more for the all-hands.",
            ],
            "cause": [
                "The number of guests in a meeting depends on the plan of the person who invites.",
                "Guests from outside count twice towards the limit.",
            ],
            "step": [
                "please let an owner of the team plan create the meeting, or add you under Admin > Roles",
                "please use Invite > Group in place of single guests; a group counts as one",
                "please ask your admin to open Admin > Plan and check which plan your account is on",
            ],
            "vague": "Limits for guests exist in most plans, and large meetings are special.",
            "promise": "I have lifted the limit of your plan for free, for as long as you like.",
        },
        {
            "topic": "the reminders before meetings that do not come",
            "issue": [
                "Reminders stopped on {os} {time}. I missed {n} meetings already.",
                "No notification before meetings any more, reminder is set to {n} minutes.",
                "my reminders never come, missed a client call because of it!",
            ],
            "cause": [
                "The system puts apps to sleep that were not opened for some days.",
                "Reminders are sent by one device only, the one that was used last.",
            ],
            "step": [
                "please allow notifications for the calendar in the system settings and send yourself a"
                " test with Settings > Reminders > Test",
                "please open Settings > Reminders > Devices and choose the device you carry with you",
                "please take the calendar out of the list of sleeping apps, then restart once",
            ],
            "vague": "Reminders before meetings matter, and notifications depend on lots of things.",
            "promise": "You will never miss a reminder again, we guarantee it.",
        },
        {
            "topic": "the meetings and the series of the colleague who left",
            "issue": [
                "A colleague left and owns {n} recurring meetings. Nobody can change them.",
                "How do I take over the series of somebody who left the team {days} ago?",
                "We can't edit {n} weekly meetings, the organiser's account was closed.",
            ],
            "cause": [
                "A closed account still owns its meetings until an admin hands them over.",
                "Only the organiser and admins can change a series.",
            ],
            "step": [
                "please ask an admin to open Admin > People > Closed accounts and choose Transfer meetings",
                "please let an admin reopen the account for a day and set a new organiser under Edit > Owner",
                "please send us the address of the team's admin from that admin's account, and we start"
                " the transfer today",
            ],
            "vague": "When a colleague leaves, meetings of a series can stay behind for the team.",
            "promise": "I can give you the password of the old account right away.",
        },
    ],
    "invoicing": [
        {
            "topic": "the double charge and the two payments on your account",
            "issue": [
                "I was charged {amount} twice {time}. Please explain.",
                "Two payments of {amount} left my account for one subscription.",
                "Double charge! {amount} two times, and I only have one account.",
            ],
            "cause": [
                "One of the two is often only a reservation of the bank, which falls away.",
                "Changing the plan in the middle of a month makes a second, smaller invoice.",
            ],
            "step": [
                "please open Billing > Invoices and send us the numbers of both invoices; the billing team"
                " answers within two working days",
                "please check in your bank whether one payment is marked as pending; if both are booked,"
                " use Billing > Report a charge",
                "please download both invoices under Billing > Invoices and compare the period they name",
            ],
            "vague": "Charges and payments on an account can look confusing at first.",
            "promise": "I will refund both payments today, no matter what the billing team says.",
        },
        {
            "topic": "the invoice with the wrong address or tax number",
            "issue": [
                "The tax number is missing on invoice {n}, my accountant refuses it.",
                "Our invoices show the wrong company address {time}. How do I change it?",
                "I need invoice {n} again with our tax number on it.",
            ],
            "cause": [
                "Invoices take the address that was stored on the day they were made.",
                "The tax number is printed only when it was checked before.",
            ],
            "step": [
                "please enter it under Billing > Company and press Correct invoice next to the old one",
                "please fill in Billing > Company > Tax number, wait for the green tick and download the"
                " invoice again",
                "please reply with the number of the invoice and the right address, and billing sends a"
                " corrected one by tomorrow evening",
            ],
            "vague": "Invoices and tax are an important matter for every company and accountant.",
            "promise": "We will pay any fine that your tax office asks for.",
        },
        {
            "topic": "the subscription you cancelled and were still charged for",
            "issue": [
                "I cancelled {days} ago and still got an invoice over {amount}.",
                "Why do I still pay {amount}? The subscription was cancelled {days} ago.",
                "cancelled but charged again, {amount}. This is not ok",
            ],
            "cause": [
                "A cancellation counts from the end of the period that was already paid.",
                "Cancelling the app in the store does not cancel the plan of a team.",
            ],
            "step": [
                "please look at Billing > Plan: if it says Ends on, nothing more is charged after that day",
                "please cancel the team's plan too under Billing > Plan > End plan and keep the confirmation",
                "please send the confirmation of the cancellation to the billing team through Billing >"
                " Report a charge, and they check the invoice",
            ],
            "vague": "Cancelling a subscription and the last invoice can overlap in some cases.",
            "promise": "You get all the money of this year back, I have approved it myself.",
        },
        {
            "topic": "the export of invoices with its columns",
            "issue": [
                "The export of {n} invoices to a spreadsheet has empty columns.",
                "CSV export is broken on {os}: amounts are all in one column.",
                "Export for my accountant misses the customers' names, {n} rows.",
            ],
            "cause": [
                "The export uses commas, and some spreadsheets expect semicolons.",
                "Columns are left out when they are hidden in the list.",
            ],
            "step": [
                "please choose Export > Options > Semicolon and export once more",
                "please show all columns with List > Columns > All, then repeat the export",
                "please import the file through Data > From text in your spreadsheet and pick comma there",
            ],
            "vague": "Exports and spreadsheets use columns in different ways.",
            "promise": "A new export will definitely be in the next version, on the first of the month.",
        },
    ],
    "home-router": [
        {
            "topic": "the wifi connection that drops",
            "issue": [
                "Wifi drops every {n} minutes {time}. {os} loses it first.",
                "My internet goes away in the evening for {n} minutes, router light is orange.",
                "connection unstable {time}, video calls break off all the time",
            ],
            "cause": [
                "Orange means that the router searches for a free channel.",
                "Many neighbours on one channel make the wifi drop in the evening.",
            ],
            "step": [
                "please open the router's page, Wifi > Channel, and set it from Auto to 1, 6 or 11",
                "please pull the router's plug for 30 seconds and tell us the colour of the light after"
                " five minutes",
                "please connect one computer by cable for an evening; if that drops too, reply with the"
                " times and we order a line test",
            ],
            "vague": "Wifi and internet connections can drop from time to time in the evening.",
            "promise": "From tomorrow your connection will never drop again, guaranteed.",
        },
        {
            "topic": "the lost password of your router",
            "issue": [
                "I forgot the password of my router and the sticker is unreadable.",
                "Cannot log in to the router page since {days}, password wrong.",
                "router password lost, how do I get in? ({os})",
            ],
            "cause": [
                "After five wrong passwords the router page locks for an hour.",
                "The password on the sticker is valid until somebody changes it.",
            ],
            "step": [
                "please hold the Reset button for 10 seconds and set a new password on first login",
                "please wait one hour, then use Forgot password on the router's page; a code goes to your"
                " e-mail",
                "please read us the serial number from the box, and we send a new sticker by post",
            ],
            "vague": "Passwords of routers get lost quite often, and logging in is then hard.",
            "promise": "I can tell you the password of any router that is registered with us.",
        },
        {
            "topic": "the download speed that is too low in your test",
            "issue": [
                "Only {n} Mbit arrive, I pay for ten times as much.",
                "Speed is terrible {time}, the test shows {n} Mbit on {os}.",
                "Download speed fell to {n} after update {version}. What now?",
            ],
            "cause": [
                "Over wifi a test shows the speed of the wifi, not of the line.",
                "Update {version} sets the old slow mode on some devices.",
            ],
            "step": [
                "please run the speed test by cable and send us the number of the result",
                "please set Wifi > Mode to Fast on the router's page and test again",
                "please switch the guest wifi off under Wifi > Guests and repeat the test in the evening",
            ],
            "vague": "Speed depends on very many things, and a test can show a low number.",
            "promise": "You will have the full speed tonight, or the whole year is free.",
        },
        {
            "topic": "the printer that the new router does not find",
            "issue": [
                "The new router does not find my printer, the old one did.",
                "Printer offline since we changed the router {days} ago.",
                "{n} devices work with the new router, only the printer is not found.",
            ],
            "cause": [
                "Many printers know only the slower one of the two wifi bands.",
                "The printer still looks for the name of the old wifi.",
            ],
            "step": [
                "please switch on Wifi > Separate bands and join the printer to the one that ends in 2.4",
                "please run the wifi setup in the printer's own menu and choose the new name",
                "please press the WPS buttons of router and printer within two minutes",
            ],
            "vague": "Printers and a new router do not always find one another.",
            "promise": "If it does not work we will buy you a new printer.",
        },
    ],
    "thermostat": [
        {
            "topic": "the thermostat that shows the wrong temperature in the room",
            "issue": [
                "The thermostat shows {n} degrees less than my own thermometer.",
                "Room temperature is wrong {time}, heating runs all night.",
                "Thermostat measures wrong, {n} degrees off, the room is far too hot.",
            ],
            "cause": [
                "A thermostat close to the radiator or in the sun measures the wrong place.",
                "After new batteries the sensor needs a day to settle.",
            ],
            "step": [
                "please open Device > Sensor > Correction and enter the difference to your thermometer",
                "please move it 1.5 metres up on an inner wall and compare again after a day",
                "please take the batteries out for a minute, put them back and press Calibrate",
            ],
            "vague": "Temperatures in a room can differ, and a thermostat measures one place.",
            "promise": "We promise that your heating costs will fall by half.",
        },
        {
            "topic": "the heating schedule that is ignored",
            "issue": [
                "The schedule is ignored {time}, it heats at night.",
                "My heating plan with {n} times a day does not run since {version}.",
                "Heating follows no schedule any more after the update to {version}.",
            ],
            "cause": [
                "Holiday mode overrides the schedule until somebody ends it.",
                "Version {version} moved old schedules to a list of their own.",
            ],
            "step": [
                "please tap Home > Mode and end the holiday mode",
                "please open Schedule > Old plans, choose yours and press Activate",
                "please delete the last entry of the schedule, save, and enter it again",
            ],
            "vague": "Schedules for heating are sometimes ignored for one reason or another.",
            "promise": "The update next Thursday will surely repair it.",
        },
        {
            "topic": "the thermostat that is offline in the app",
            "issue": [
                "App says device offline, but the thermostat on the wall works.",
                "Cannot reach my thermostat from {os} when I am not at home.",
                "Thermostat offline in the app for {days}, wifi is ok.",
            ],
            "cause": [
                "The device leaves the wifi when the batteries fall below 15 percent.",
                "Away from home the app needs remote access to be on.",
            ],
            "step": [
                "please put in new batteries and hold the wheel for 5 seconds until the wifi sign blinks",
                "please switch on App > Account > Remote access and confirm the e-mail",
                "please remove the device in the app with Device > Remove and add it again by its code",
            ],
            "vague": "A thermostat that is offline in the app is not what anybody wants.",
            "promise": "I will send you a newer model free of charge as an exception.",
        },
        {
            "topic": "the access for other people to your thermostat",
            "issue": [
                "How do I give my tenant access without showing my other {n} flats?",
                "I want my family to use the heating app, but not to change the schedule.",
                "Can {n} people use one thermostat with different rights?",
            ],
            "cause": [
                "Each home in the app has its own list of people.",
                "Guests may change the temperature, members also the schedule.",
            ],
            "step": [
                "please make a second home under Account > Homes, move the device there and invite them"
                " to that home",
                "please use Home > People > Invite and choose the role Guest",
                "please open Home > People, tap the name and take away the right Schedule",
            ],
            "vague": "Access for several people is a popular subject with homes and tenants.",
            "promise": "We can give you the landlord version for nothing, for ever.",
        },
    ],
    "language-course": [
        {
            "topic": "the streak of days you lost although the lesson was done",
            "issue": [
                "My streak of {n} days is gone although I did a lesson {time}.",
                "Lost my streak! I learned every day, also {time}, on {os}.",
                "Streak reset to zero, I was at {n}, lesson was done offline.",
            ],
            "cause": [
                "A lesson done offline counts on the day on which it is sent.",
                "The day of a streak ends at midnight of the time zone in the profile.",
            ],
            "step": [
                "please open Profile > Streak > Repair, which works for 48 hours",
                "please go online on the device with the lesson and pull down the Home page to send it",
                "please check Profile > Time zone and write us the day that is missing",
            ],
            "vague": "A streak means a lot to learners, and lessons are counted every day.",
            "promise": "I have set your streak to a thousand days as a present.",
        },
        {
            "topic": "the microphone in the speaking exercises",
            "issue": [
                "The microphone exercise never hears me on {os}.",
                "Speaking lessons fail, it says 'we could not hear you' {n} times in a row.",
                "Speech exercises do not work {time}, the mic is fine in other apps.",
            ],
            "cause": [
                "A headset that is connected takes the microphone away from the lesson.",
                "The browser asks for the microphone once and remembers a no.",
            ],
            "step": [
                "please allow the microphone in the system settings under Apps > Course > Permissions",
                "please disconnect the headset and press Test microphone in the lesson's menu",
                "please click the lock beside the address, set Microphone to Allow and reload",
            ],
            "vague": "Speaking and hearing in exercises needs a microphone, which differs a lot.",
            "promise": "You can have all speaking lessons marked as passed, no problem.",
        },
        {
            "topic": "the plan you paid for that is still locked",
            "issue": [
                "I bought the yearly plan and still see adverts. Paid {amount}.",
                "Paid {amount} {days} ago, but the course is still locked.",
                "premium not active after payment of {amount}, {os}",
            ],
            "cause": [
                "A plan bought in a store belongs to the account that was signed in there.",
                "A payment by bank transfer takes up to three days.",
            ],
            "step": [
                "please tap Plan > Restore purchase with the account you paid from",
                "please send a picture of the receipt through Help > Payment, and we look it up today",
                "please sign out, sign in with the address on the receipt and look at Plan once more",
            ],
            "vague": "Plans and payments are usually active soon, and adverts are part of the free one.",
            "promise": "You will get the plan for life, plus your money back.",
        },
        {
            "topic": "the name on your certificate",
            "issue": [
                "The certificate has my name spelled wrong, I need it in {days}.",
                "How can I change my name on the certificate of level {n}?",
                "Certificate shows an old name, the school does not accept it.",
            ],
            "cause": [
                "The certificate takes the name from the profile on the day of the test.",
                "A name can be changed twice; after that support has to do it.",
            ],
            "step": [
                "please correct Profile > Name and press Certificates > Issue again",
                "please reply with the spelling as in your passport and the number of the certificate;"
                " it is done within one working day",
                "please open Certificates, choose the level and tap Report an error > Name",
            ],
            "vague": "Certificates and names are of course important for a school.",
            "promise": "Every school in the world will accept it, that is certain.",
        },
    ],
}
